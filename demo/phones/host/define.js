'use strict';
// The first script of a phone. The server wraps each CommonJS file as define(name, factory); here they wait until one is required.
(() => {
  const factories = new Map();
  window.define = (name, factory) => { factories.set(name, factory); };
  window.define.factories = factories;
})();

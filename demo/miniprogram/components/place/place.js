'use strict';
/** A place: its name, its address, and a map that is only a drawing: no tiles are fetched from anywhere. */
Component({
  properties: {
    content: { type: Object, value: /** @type {any} */ ({}) },
  },
});

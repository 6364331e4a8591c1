'use strict';
let value = 0;
module.exports = { next: () => { value += 1; return value; } };

'use strict';
/** A voice message: longer ones are wider; the waves move while it plays. */
Component({
  properties: {
    content: { type: Object, value: /** @type {any} */ ({}) },
    mine: { type: Boolean, value: false },
    playing: { type: Boolean, value: false },
  },
});

'use strict';
/** A line of a settings page. */
Component({
  properties: {
    title: { type: String, value: '' },
    value: { type: String, value: '' },
    arrow: { type: Boolean, value: false },
    danger: { type: Boolean, value: false },
    dot: { type: String, value: '' },
    first: { type: Boolean, value: false },
  },
});

'use strict';
/** A line of a settings page that is on or off. The page decides whether a touch changes it. */
Component({
  properties: {
    title: { type: String, value: '' },
    on: { type: Boolean, value: false },
    first: { type: Boolean, value: false },
  },
});

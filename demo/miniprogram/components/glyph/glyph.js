'use strict';
/** One of our signs, in the colour of the text around it. The drawings: demo/tools/icons.js. */
Component({
  properties: {
    name: { type: String, value: '' },
    size: { type: String, value: 'm' },
  },
});

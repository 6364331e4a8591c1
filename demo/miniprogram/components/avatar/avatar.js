'use strict';
/** A picture, or a letter on a colour. A picture that does not load becomes the letter. */
Component({
  properties: {
    initial: { type: String, value: '' },
    tone: { type: Number, value: 0 },
    src: { type: String, value: '' },
    size: { type: String, value: 'normal' },
  },
  data: { broken: false },
  observers: {
    src() {
      if (this.data.broken) this.setData({ broken: false });
    },
  },
  methods: {
    failed() {
      this.setData({ broken: true });
    },
  },
});

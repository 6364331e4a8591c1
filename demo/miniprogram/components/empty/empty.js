'use strict';
/** What stands where nothing is yet. */
Component({
  properties: {
    title: { type: String, value: '' },
    note: { type: String, value: '' },
    action: { type: String, value: '' },
  },
  methods: {
    act() {
      this.triggerEvent('act');
    },
  },
});

/** Tags of WXML that this host knows. Each becomes an element `wx-…`, as WeChat does: `<input>` of HTML could have no children. */
export const BUILT_IN = [
  'view', 'text', 'image', 'input', 'textarea', 'button', 'scroll-view', 'navigator', 'icon', 'switch', 'video', 'form', 'label', 'picker',
  'progress', 'cover-view', 'cover-image', 'checkbox', 'radio',
];

/**
 * Fingers and mice → touchstart, touchmove, touchend, touchcancel, tap, longpress of mini-programs.
 */

const TAP_DISTANCE_PX = 10;
const LONG_PRESS_MS = 350;

/** The glass-easel node of an element or of its nearest ancestor that has one. @param {any} node */
export function nodeOf(node) {
  let at = node;
  while (at && !at.__wxElement) at = at.parentNode;
  return at ? at.__wxElement : null;
}

/**
 * @param {HTMLElement} area
 * @param {any} glassEasel
 * @param {(task: () => void) => void} deliver
 */
export function listenToFingers(area, glassEasel, deliver) {
  /** @type {Map<number, { target: Element, x: number, y: number, still: boolean, held: boolean, timer: any, pressed: Element[] }>} */
  const fingers = new Map();

  function emit(target, type, event, detail, touches) {
    const node = nodeOf(target);
    if (!node) return;
    const extraFields = { touches, changedTouches: [touchOf(event)] };
    deliver(() => glassEasel.Event.dispatchEvent(node, new glassEasel.Event(type, detail, {
      bubbles: true, composed: true, capturePhase: true, originalEvent: event, extraFields,
    })));
  }

  const touchOf = (event) => {
    const view = event.target.closest ? event.target.closest('.page-view') : null;
    const top = view ? view.getBoundingClientRect().top : 0;
    return {
      identifier: event.pointerId, clientX: event.clientX, clientY: event.clientY - top, pageX: event.clientX, pageY: event.clientY - top,
      force: 1,
    };
  };
  const place = (event) => {
    const touch = touchOf(event);
    return { x: touch.clientX, y: touch.clientY };
  };

  area.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    const target = /** @type {Element} */ (event.target);
    const finger = {
      target, x: event.clientX, y: event.clientY, still: true, held: false, timer: 0, pressed: press(target),
    };
    finger.timer = setTimeout(() => {
      if (!finger.still) return;
      finger.held = hasListener(target, 'longpress');
      emit(target, 'longpress', event, place(event), [touchOf(event)]);
    }, LONG_PRESS_MS);
    fingers.set(event.pointerId, finger);
    emit(target, 'touchstart', event, place(event), [touchOf(event)]);
  });

  // On the window: a press that leaves the phone's screen must still end.
  addEventListener('pointermove', (event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    if (event.buttons === 0) {
      // It was lifted where nobody saw it.
      cancel(event);
      return;
    }
    if (Math.abs(event.clientX - finger.x) > TAP_DISTANCE_PX || Math.abs(event.clientY - finger.y) > TAP_DISTANCE_PX) {
      finger.still = false;
      clearTimeout(finger.timer);
      release(finger.pressed, 0);
    }
    emit(finger.target, 'touchmove', event, place(event), [touchOf(event)]);
  });

  /** @param {'touchend' | 'touchcancel'} type */
  function end(type) {
    return (/** @type {PointerEvent} */ event) => {
      const finger = fingers.get(event.pointerId);
      if (!finger) return;
      fingers.delete(event.pointerId);
      clearTimeout(finger.timer);
      release(finger.pressed, 70);
      emit(finger.target, type, event, place(event), []);
      if (type === 'touchend' && finger.still && !finger.held) emit(finger.target, 'tap', event, place(event), []);
    };
  }
  const cancel = end('touchcancel');
  addEventListener('pointerup', end('touchend'));
  addEventListener('pointercancel', cancel);
  // Not when the focus goes elsewhere: another phone of the page takes it for itself while this one is touched.
  document.addEventListener('visibilitychange', () => fingers.forEach((finger, id) => {
    cancel(/** @type {any} */ ({ pointerId: id, clientX: finger.x, clientY: finger.y, target: finger.target }));
  }));
  area.addEventListener('contextmenu', (event) => {
    if (!(event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement)) event.preventDefault();
  });
  area.addEventListener('dragstart', (event) => event.preventDefault());
}

/** Whether anyone on the way up listens; then a long press is no tap. */
function hasListener(target, type) {
  let at = target;
  while (at) {
    const events = at.__wxElement && at.__wxElement._$eventTarget;
    if (events && events.listeners[type] && !events.listeners[type].funcArr.empty) return true;
    at = at.parentNode;
  }
  return false;
}

/** hover-class of the innermost element that has one. @returns {any[]} what to undo */
function press(target) {
  const element = target.closest('[hover-class]');
  if (!element || !element.__wxElement) return [];
  const name = element.getAttribute('hover-class');
  const node = element.__wxElement;
  if (!name || name === 'none' || element.hasAttribute('disabled')) return [];
  const list = node.classList;
  if (list.contains(name)) return [];
  list.toggle(name, true);
  return [() => list.toggle(name, false)];
}

function release(pressed, ms) {
  const undo = pressed.splice(0);
  if (undo.length > 0) setTimeout(() => undo.forEach((one) => one()), ms);
}

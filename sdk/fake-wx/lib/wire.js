'use strict';
/**
 * The air between the device and the server: network state, latency, dead links, and the log of all that passed. It belongs to the
 * device, so it outlives a destroyed mini-program.
 *
 * @typedef {import('./ports').Link} Link
 * @typedef {import('./ports').Frame} Frame
 * @typedef {'wifi' | '2g' | '3g' | '4g' | '5g' | 'unknown' | 'none'} NetworkType
 * @typedef {'up' | 'down' | 'half-open'} Air  half-open: the phone believes it is connected, nothing passes
 *
 * @typedef {object} Channel  one socket or request in the air
 * @property {boolean} dead  nothing passes any more, nobody was told
 * @property {boolean} ended
 * @property {() => void} abandon
 * @property {(reason: string) => void} breakNow  tell the device side that the link is lost
 */

/**
 * Keeps order under changing latency, also on a clock whose timers of nearly equal time may fire in any order.
 *
 * @param {import('./ports').Clock} clock
 * @param {import('./knobs').Knobs} knobs
 */
function createLane(clock, knobs) {
  /** @type {Array<{ at: number, task: () => void }>} */
  const queue = [];

  function runHead() {
    const head = queue.shift();
    if (queue.length > 0) clock.set(runHead, queue[0].at - clock.now());
    if (head) head.task();
  }

  /** @param {() => void} task */
  return (task) => {
    if (queue.length === 0 && knobs.latencyMs <= 0) {
      task();
      return;
    }
    queue.push({ at: clock.now() + knobs.latencyMs, task });
    if (queue.length === 1) clock.set(runHead, knobs.latencyMs);
  };
}

/**
 * @param {object} parts
 * @param {import('./ports').Clock} parts.clock
 * @param {import('./knobs').Knobs} parts.knobs
 * @param {import('./ports').Transport} parts.transport
 * @param {Frame[]} parts.frames  the log
 */
function createWire({ clock, knobs, transport, frames }) {
  /** @type {Set<Channel>} */
  const channels = new Set();
  /** @type {Air} */
  let air = 'up';
  let sockets = 0;

  /** @returns {Channel} */
  function createChannel() {
    const channel = { dead: air === 'half-open', ended: false, abandon() {}, breakNow() {} };
    channels.add(channel);
    return channel;
  }

  /** @param {Channel} channel */
  function end(channel) {
    channel.ended = true;
    channels.delete(channel);
  }

  /**
   * @param {import('./ports').SocketRequest} request
   * @param {import('./ports').SocketEvents} events
   * @returns {Link}
   */
  function openSocket(request, events) {
    const channel = createChannel();
    const inward = createLane(clock, knobs);
    const outward = createLane(clock, knobs);
    sockets += 1;
    const socket = sockets;
    let opened = false;
    /** @type {Link | null} */
    let link = null;

    /**
     * @param {'out' | 'in'} direction
     * @param {Frame['kind']} kind
     * @param {Partial<Frame>} [more]
     */
    function log(direction, kind, more) {
      const frame = Object.assign({ at: clock.now(), socket, url: request.url, direction, kind, lost: channel.dead }, more);
      frames.push(frame);
      return frame;
    }

    /**
     * @param {Frame['kind']} kind
     * @param {Partial<Frame>} more
     * @param {() => void} task
     */
    function arrive(kind, more, task) {
      inward(() => {
        if (channel.ended) return;
        log('in', kind, more);
        if (!channel.dead) task();
      });
    }

    channel.abandon = () => {
      channel.dead = true;
      if (link) link.abandon();
    };
    channel.breakNow = (reason) => {
      end(channel);
      log('in', 'cut', { reason });
      if (opened) events.close(1006, reason, false);
      else events.error(reason);
    };

    log('out', 'open');
    if (air === 'down') {
      clock.set(() => { if (!channel.ended) channel.breakNow('network is down'); }, 0);
    } else if (air === 'up') {
      // The request itself needs its time to get there, but the link is needed at once.
      link = transport.openSocket(request, {
        open: (header) => arrive('open', {}, () => {
          opened = true;
          events.open(header);
        }),
        message: (data) => arrive(typeof data === 'string' ? 'text' : 'binary', { data }, () => events.message(data)),
        error: (reason) => arrive('error', { reason }, () => {
          end(channel);
          events.error(reason);
        }),
        close: (code, reason, byServer) => arrive('close', { code, reason }, () => {
          end(channel);
          events.close(code, reason, byServer);
        }),
      });
    }

    return {
      send(data) {
        if (channel.ended) return;
        const frame = log('out', typeof data === 'string' ? 'text' : 'binary', { data });
        outward(() => {
          if (channel.dead) frame.lost = true;
          else if (link) link.send(data);
        });
      },
      close(code, reason) {
        if (channel.ended) return;
        const frame = log('out', 'close', { code, reason });
        end(channel);
        outward(() => {
          if (channel.dead) frame.lost = true;
          else if (link) link.close(code, reason);
        });
      },
      kill() {
        if (channel.ended) return;
        log('out', 'cut', { reason: 'cut by the system' });
        end(channel);
        if (link && !channel.dead) link.kill();
      },
      abandon: () => channel.abandon(),
    };
  }

  /**
   * @param {import('./ports').HttpRequest} request
   * @param {import('./ports').HttpEvents} events
   */
  function sendRequest(request, events) {
    const channel = createChannel();
    const inward = createLane(clock, knobs);
    /** @type {{ abort: () => void } | null} */
    let running = null;

    /** @param {() => void} task */
    function arrive(task) {
      inward(() => { if (!channel.ended && !channel.dead) task(); });
    }

    channel.abandon = () => { channel.dead = true; };
    channel.breakNow = (reason) => {
      end(channel);
      events.error(reason);
    };
    if (air === 'down') {
      clock.set(() => { if (!channel.ended) channel.breakNow('network is down'); }, 0);
    } else if (air === 'up') {
      clock.set(() => {
        if (channel.ended || channel.dead) return;
        running = transport.request(request, {
          sent: (sent, total) => arrive(() => events.sent(sent, total)),
          head: (reply) => arrive(() => events.head(reply)),
          chunk: (bytes) => arrive(() => events.chunk(bytes)),
          end: () => arrive(() => {
            end(channel);
            events.end();
          }),
          error: (reason) => arrive(() => {
            end(channel);
            events.error(reason);
          }),
        });
      }, knobs.latencyMs);
    }
    return {
      abort() {
        if (channel.ended) return;
        end(channel);
        if (running && !channel.dead) running.abort();
      },
    };
  }

  return {
    openSocket,
    sendRequest,
    frames,
    /** @param {Air} next */
    setAir: (next) => { air = next; },
    air: () => air,
    /** Everything in the air dies without a word. */
    silence: () => channels.forEach((channel) => channel.abandon()),
    /** The phone notices that everything in the air is lost; the server does not. @param {string} reason */
    breakAll: (reason) => Array.from(channels).forEach((channel) => {
      channel.abandon();
      channel.breakNow(reason);
    }),
    dispose: () => transport.dispose(),
  };
}

/** @typedef {ReturnType<typeof createWire>} Wire */

module.exports = { createWire };

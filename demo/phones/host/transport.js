/**
 * The transport of fake-wx on what a browser has. Two things a browser cannot do: break a WebSocket without a closing handshake (the
 * server of a killed socket sees a polite end) and set its headers.
 */

const ABANDONED_MAX = 16; // dead links that are still held open, so that the server does not notice
const KILLED = 3999;

/** @returns {any} */
export function createTransport() {
  /** @type {WebSocket[]} */
  const abandoned = [];

  function openSocket(request, events) {
    let over = false;
    let opened = false;
    /** @type {WebSocket | null} */
    let socket = null;
    try {
      socket = new WebSocket(request.url, request.protocols);
    } catch (error) {
      setTimeout(() => { if (!over) events.error(String(error.message || error)); }, 0);
      return { send() {}, close() { over = true; }, kill() { over = true; }, abandon() { over = true; } };
    }
    const wired = socket;
    wired.binaryType = 'arraybuffer';
    wired.onopen = () => {
      opened = true;
      if (!over) events.open({});
    };
    wired.onmessage = (event) => { if (!over) events.message(event.data); };
    wired.onclose = (event) => {
      if (over) return;
      over = true;
      if (opened) events.close(event.code, event.reason, event.wasClean);
      else events.error('the connection was refused or lost');
    };
    function end(code, reason) {
      over = true;
      try {
        wired.close(code, reason);
      } catch (error) {
        wired.close(); // a code the browser keeps for itself
      }
    }
    return {
      send(data) { if (wired.readyState === WebSocket.OPEN) wired.send(data); },
      close: end,
      kill() { end(KILLED, 'cut by the system'); },
      abandon() {
        over = true;
        abandoned.push(wired);
        if (abandoned.length > ABANDONED_MAX) abandoned.shift().close();
      },
    };
  }

  function request(asked, events) {
    const xhr = new XMLHttpRequest();
    let over = false;
    function finish(task) {
      if (over) return;
      over = true;
      task();
    }
    xhr.open(asked.method, asked.url);
    xhr.responseType = 'arraybuffer';
    Object.keys(asked.header).forEach((name) => {
      // The browser sets these itself and refuses them from a page.
      if (!/^(referer|host|cookie|user-agent|content-length|connection)$/i.test(name)) xhr.setRequestHeader(name, asked.header[name]);
    });
    xhr.upload.onprogress = (event) => { if (!over) events.sent(event.loaded, event.total); };
    xhr.onload = () => finish(() => {
      events.head({ statusCode: xhr.status, header: headersOf(xhr), cookies: [] });
      const body = xhr.response;
      if (body && body.byteLength > 0) events.chunk(body);
      events.end();
    });
    xhr.onerror = () => finish(() => events.error('request failed'));
    xhr.send(asked.body);
    return {
      abort() {
        over = true;
        xhr.abort();
      },
    };
  }

  return {
    openSocket,
    request,
    readFile: () => null,
    dispose() { abandoned.splice(0).forEach((socket) => socket.close()); },
  };
}

/** @param {XMLHttpRequest} xhr */
function headersOf(xhr) {
  /** @type {Record<string, string>} */
  const header = {};
  xhr.getAllResponseHeaders().trim().split(/\r?\n/).forEach((line) => {
    const colon = line.indexOf(':');
    if (colon > 0) header[line.slice(0, colon)] = line.slice(colon + 1).trim();
  });
  return header;
}

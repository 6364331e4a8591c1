/** chooseMedia, previewImage, recorder, audio: wx on what the browser has. */

import { make } from './frame.js';
import { SAMPLE_COUNT, sampleFilm, samplePicture, toneWav } from './samples.js';

const RECORD_MAX_MS = 600000;

/**
 * @param {object} given
 * @param {any} given.dialogs
 * @param {any} given.files
 * @param {any} given.host
 * @param {(chinese: string, english: string) => string} given.say
 * @param {boolean} given.fakeMicrophone
 */
export function createMedia({ dialogs, files, host, say, fakeMicrophone }) {
  /** @returns {Promise<File[]>} none: cancelled */
  function askFiles(accept, many) {
    return new Promise((resolve) => {
      const input = Object.assign(document.createElement('input'), { type: 'file', accept, multiple: many });
      input.addEventListener('change', () => resolve(Array.from(input.files || [])));
      input.addEventListener('cancel', () => resolve([]));
      input.click();
    });
  }

  /** The album: pictures made on the spot, or files of this computer. */
  function album(kind, many) {
    return dialogs.ask((answer) => {
      const panel = make('div', 'sheet album');
      panel.appendChild(Object.assign(make('div', 'sheet-title'), { textContent: kind === 'video' ? say('选择视频', 'Choose a video') : say('选择照片', 'Choose a picture') }));
      const grid = make('div', 'album-grid');
      const count = kind === 'video' ? 1 : SAMPLE_COUNT;
      for (let i = 0; i < count; i += 1) {
        const tile = make('button', 'album-tile');
        tile.dataset.sample = String(i);
        samplePicture(i, true).then(({ blob }) => {
          const picture = make('img', '');
          picture.src = URL.createObjectURL(blob);
          picture.onload = () => URL.revokeObjectURL(picture.src);
          tile.appendChild(picture);
          if (kind === 'video') tile.appendChild(make('i', 'album-film'));
        });
        tile.addEventListener('click', () => answer(kind === 'video' ? sampleFilm().then((film) => [film]) : samplePicture(i).then((picture) => [picture])));
        grid.appendChild(tile);
      }
      const own = make('button', 'album-tile own');
      own.textContent = say('本机文件…', 'From this computer…');
      own.addEventListener('click', () => answer(askFiles(kind === 'video' ? 'video/*' : 'image/*', many)
        .then((chosen) => chosen.map((blob) => ({ blob })))));
      grid.appendChild(own);
      panel.append(grid, dialogs.press(say('取消', 'Cancel'), 'sheet-cancel', () => answer([])));
      dialogs.dismissBy(panel, () => answer([]));
      return panel;
    });
  }

  async function describePicture(blob) {
    const bitmap = await createImageBitmap(blob).catch(() => null);
    return bitmap ? { width: bitmap.width, height: bitmap.height } : { width: 0, height: 0 };
  }

  /** Length, size and first picture of a film. */
  async function describeFilm(blob) {
    const film = document.createElement('video');
    film.muted = true;
    film.preload = 'auto';
    const address = URL.createObjectURL(blob);
    const loaded = new Promise((resolve) => {
      film.onloadeddata = resolve;
      film.onerror = resolve;
      setTimeout(resolve, 3000);
    });
    film.src = address;
    await loaded;
    const canvas = Object.assign(document.createElement('canvas'), { width: film.videoWidth || 320, height: film.videoHeight || 240 });
    const context = canvas.getContext('2d');
    if (context && film.videoWidth) context.drawImage(film, 0, 0);
    const thumb = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/jpeg', 0.8); });
    URL.revokeObjectURL(address);
    return { width: film.videoWidth, height: film.videoHeight, duration: Number.isFinite(film.duration) ? film.duration : 0, thumb };
  }

  const ending = (blob, fallback) => {
    const named = blob.name ? files.endingOf(blob.name) : '';
    const typed = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif', 'image/webp': 'webp', 'video/mp4': 'mp4', 'video/webm': 'webm' }[blob.type];
    return named || typed || fallback;
  };

  async function choose(options) {
    const types = options.mediaType || ['image', 'video'];
    const kind = types.indexOf('image') >= 0 || types.indexOf('mix') >= 0 ? 'image' : 'video';
    const count = options.count || 9;
    const chosen = (await album(kind, count > 1)).slice(0, count);
    return Promise.all(chosen.map(async (one) => {
      const film = one.blob.type.indexOf('video/') === 0;
      const known = film ? Object.assign(await describeFilm(one.blob), one) : Object.assign(one.width ? {} : await describePicture(one.blob), one);
      const tempFilePath = await files.keep(one.blob, ending(one.blob, film ? 'mp4' : 'jpg'));
      const thumbTempFilePath = known.thumb ? await files.keep(known.thumb, 'jpg') : '';
      return {
        tempFilePath, thumbTempFilePath, size: one.blob.size, duration: known.duration || 0, width: known.width, height: known.height,
        fileType: film ? 'video' : 'image',
      };
    }));
  }

  function preview(urls, current) {
    let at = Math.max(0, urls.indexOf(current));
    return dialogs.ask((answer) => {
      const panel = make('div', 'preview');
      const picture = make('img', '');
      const note = make('div', 'preview-note');
      const show = () => {
        picture.src = host.address(urls[at]);
        note.textContent = urls.length > 1 ? at + 1 + ' / ' + urls.length : '';
      };
      show();
      panel.append(picture, note);
      panel.addEventListener('click', () => answer(undefined));
      panel.addEventListener('wheel', (event) => {
        const next = at + Math.sign(event.deltaY);
        if (next >= 0 && next < urls.length) at = next;
        show();
      }, { passive: true });
      return panel;
    });
  }

  /** @param {any} parts */
  function api({ calls, createEvent, life, clock }) {
    const recorder = createRecorder({ createEvent, life, clock, files, host, fake: fakeMicrophone });
    return {
      chooseMedia: calls.api('chooseMedia', (options, reply) => {
        choose(options).then((tempFiles) => {
          if (tempFiles.length === 0) reply.fail('cancel');
          else reply.ok({ tempFiles, type: tempFiles[0].fileType });
        }, (error) => reply.fail(String(error)));
      }),
      chooseImage: calls.api('chooseImage', (options, reply) => {
        choose(Object.assign({}, options, { mediaType: ['image'] })).then((found) => {
          if (found.length === 0) reply.fail('cancel');
          else reply.ok({ tempFilePaths: found.map((one) => one.tempFilePath), tempFiles: found.map((one) => ({ path: one.tempFilePath, size: one.size })) });
        }, (error) => reply.fail(String(error)));
      }),
      previewImage: calls.api('previewImage', (options, reply) => {
        if (!Array.isArray(options.urls) || options.urls.length === 0) {
          reply.fail('parameter error: urls');
          return;
        }
        preview(options.urls, options.current);
        reply.ok();
      }),
      getImageInfo: calls.api('getImageInfo', (options, reply) => {
        const picture = new Image();
        picture.onload = () => reply.ok({
          width: picture.naturalWidth, height: picture.naturalHeight, path: options.src, orientation: 'up', type: files.endingOf(options.src) || 'jpeg',
        });
        picture.onerror = () => reply.fail('could not read ' + options.src);
        picture.src = host.address(options.src);
        if (!picture.getAttribute('src')) reply.fail('file not found');
      }),
      saveImageToPhotosAlbum: calls.api('saveImageToPhotosAlbum', (options, reply) => {
        const link = Object.assign(document.createElement('a'), { href: host.address(options.filePath), download: 'hongyan.jpg' });
        link.click();
        reply.ok();
      }),
      getRecorderManager: () => recorder,
      createInnerAudioContext: () => createAudio({ createEvent, life, host }),
    };
  }

  return { api, choose };
}

/** One for the whole app, as on a phone. */
function createRecorder({ createEvent, life, clock, files, host, fake }) {
  const events = { Start: createEvent(), Stop: createEvent(), Error: createEvent(), Pause: createEvent(), Resume: createEvent(), InterruptionBegin: createEvent(), InterruptionEnd: createEvent(), FrameRecorded: createEvent() };
  const emit = (name, value) => clock.set(() => life.deliver(() => events[name].emit(value)), 0);
  /** @type {{ startedAt: number, stop: () => void } | null} */
  let running = null;
  let timer = 0;

  async function finish(blob, ending, duration) {
    const tempFilePath = await files.keep(blob, ending);
    emit('Stop', { tempFilePath, duration, fileSize: blob.size });
  }

  async function begin(options) {
    const startedAt = Date.now();
    const most = Math.min(options.duration || 60000, RECORD_MAX_MS);
    const held = { startedAt, stop: () => { stopped = true; } };
    let stopped = false;
    running = held;
    let stream = null;
    if (!fake) stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    if (!stream) {
      // No microphone, or not allowed: a tone of the same length, so that the rest can be tried.
      held.stop = () => finish(toneWav(Date.now() - startedAt), 'wav', Date.now() - startedAt);
    } else {
      const recorder = new MediaRecorder(stream, { mimeType: 'audio/webm;codecs=opus', audioBitsPerSecond: options.encodeBitRate || 32000 });
      /** @type {Blob[]} */
      const parts = [];
      recorder.ondataavailable = (event) => parts.push(event.data);
      recorder.onstop = () => {
        stream.getTracks().forEach((track) => track.stop());
        finish(new Blob(parts, { type: 'audio/webm' }), 'webm', Date.now() - startedAt);
      };
      held.stop = () => recorder.stop();
      recorder.start();
    }
    emit('Start', undefined);
    if (stopped) end();
    else timer = clock.set(end, most);
  }

  function end() {
    if (!running) return;
    clock.clear(timer);
    const { stop } = running;
    running = null;
    stop();
  }
  host.onHide(() => {
    if (!running) return;
    emit('InterruptionBegin', undefined);
    end();
  });

  /** @type {Record<string, any>} */
  const manager = {
    start(options) {
      if (running) emit('Error', { errMsg: 'operateRecorder:fail audio is recording, don\'t start record again' });
      else begin(options || {}).catch((error) => emit('Error', { errMsg: 'operateRecorder:fail ' + error }));
    },
    stop: end,
    pause() {},
    resume() {},
  };
  Object.keys(events).forEach((name) => { manager['on' + name] = events[name].on; });
  return manager;
}

function createAudio({ createEvent, life, host }) {
  const sound = new Audio();
  const names = { Canplay: 'canplay', Play: 'play', Pause: 'pause', Ended: 'ended', TimeUpdate: 'timeupdate', Waiting: 'waiting', Seeking: 'seeking', Seeked: 'seeked' };
  /** @type {Record<string, any>} */
  const audio = { startTime: 0, obeyMuteSwitch: true };
  let source = '';
  Object.keys(names).forEach((name) => {
    const event = createEvent();
    sound.addEventListener(names[name], () => life.deliver(() => event.emit(undefined)));
    audio['on' + name] = event.on;
    audio['off' + name] = event.off;
  });
  const errors = createEvent();
  const stops = createEvent();
  Object.assign(audio, { onError: errors.on, offError: errors.off, onStop: stops.on, offStop: stops.off });
  sound.addEventListener('error', () => {
    if (sound.hasAttribute('src')) life.deliver(() => errors.emit({ errCode: 10002, errMsg: 'could not play ' + source }));
  });
  const forget = host.onHide(() => sound.pause());
  const fail = (error) => { if (error.name !== 'AbortError') life.deliver(() => errors.emit({ errCode: 10001, errMsg: String(error.message || error) })); };
  Object.assign(audio, {
    play: () => { sound.play().catch(fail); },
    pause: () => sound.pause(),
    stop() {
      const playing = !sound.paused;
      sound.pause();
      if (sound.readyState > 0) sound.currentTime = 0;
      if (playing) life.deliver(() => stops.emit(undefined));
    },
    seek: (seconds) => { sound.currentTime = seconds; },
    destroy() {
      forget();
      sound.pause();
      sound.removeAttribute('src');
      sound.load();
    },
  });
  ['volume', 'loop', 'autoplay', 'playbackRate'].forEach((name) => {
    Object.defineProperty(audio, name, { get: () => sound[name], set: (value) => { sound[name] = value; } });
  });
  ['duration', 'currentTime', 'paused', 'buffered'].forEach((name) => Object.defineProperty(audio, name, { get: () => sound[name] }));
  Object.defineProperty(audio, 'src', {
    get: () => source,
    set(value) {
      source = value;
      const address = host.address(value);
      if (address) sound.src = address;
      else life.deliver(() => errors.emit({ errCode: 10003, errMsg: 'file not found' }));
    },
  });
  return audio;
}

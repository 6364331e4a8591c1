/** image, video, icon, progress. */

const FIT = { scaleToFill: 'fill', aspectFit: 'contain', aspectFill: 'cover', widthFix: 'fill', heightFix: 'fill' };
const PLACE = { top: 'top', bottom: 'bottom', center: 'center', left: 'left', right: 'right' };

/** @param {any} host */
export function image(host) {
  return {
    properties: {
      src: String, mode: { type: String, value: 'scaleToFill' }, lazyLoad: Boolean, webp: Boolean, showMenuByLongpress: Boolean, fadeIn: Boolean, alt: String,
    },
    observers: {
      'src, mode': function source(src, mode) {
        const { style } = this.picture;
        style.objectFit = FIT[mode] || 'none';
        style.objectPosition = FIT[mode] ? '' : String(mode).split(' ').map((word) => PLACE[word] || '').join(' ');
        const element = this.getBackendElement();
        element.classList.toggle('width-fix', mode === 'widthFix');
        element.classList.toggle('height-fix', mode === 'heightFix');
        if (this.shownSource === src) return;
        this.shownSource = src;
        const address = host.address(src, this);
        if (address) this.picture.src = address;
        else this.picture.removeAttribute('src');
        if (src && !address) host.later(() => host.deliver(() => this.triggerEvent('error', { errMsg: 'could not load ' + src })));
      },
      lazyLoad(on) { this.picture.loading = on ? 'lazy' : 'eager'; },
      alt(text) { this.picture.alt = text || ''; },
    },
    lifetimes: {
      created() {
        const picture = document.createElement('img');
        picture.alt = '';
        picture.draggable = false;
        this.picture = picture;
        this.getBackendElement().appendChild(picture);
        picture.addEventListener('load', () => {
          host.deliver(() => this.triggerEvent('load', { width: picture.naturalWidth, height: picture.naturalHeight }));
        });
        picture.addEventListener('error', () => {
          picture.removeAttribute('src'); // no broken-picture sign: a phone shows nothing there
          host.deliver(() => this.triggerEvent('error', { errMsg: 'GET ' + this.shownSource + ' failed' }));
        });
      },
    },
  };
}

/** @param {any} host */
export function video(host) {
  return {
    properties: {
      src: String, poster: String, autoplay: Boolean, loop: Boolean, muted: Boolean, controls: { type: Boolean, value: true },
      objectFit: { type: String, value: 'contain' }, duration: Number, initialTime: Number, title: String,
      showFullscreenBtn: { type: Boolean, value: true }, showPlayBtn: { type: Boolean, value: true }, showCenterPlayBtn: { type: Boolean, value: true },
      enableProgressGesture: { type: Boolean, value: true }, showMuteBtn: Boolean, playBtnPosition: String, pictureInPictureMode: { type: null, value: '' },
      direction: Number, vslideGesture: Boolean, codec: String,
    },
    observers: {
      src(src) {
        const address = host.address(src, this);
        if (address) this.film.src = address;
        else this.film.removeAttribute('src');
      },
      poster(src) { this.film.poster = host.address(src, this) || ''; },
      controls(on) { this.film.controls = Boolean(on); },
      autoplay(on) { this.film.autoplay = Boolean(on); },
      loop(on) { this.film.loop = Boolean(on); },
      muted(on) { this.film.muted = Boolean(on); },
      objectFit(fit) { this.film.style.objectFit = fit; },
    },
    lifetimes: {
      created() {
        const film = document.createElement('video');
        film.controls = true;
        film.playsInline = true;
        film.preload = 'metadata';
        this.film = film;
        this.getBackendElement().appendChild(film);
        const emit = (type, detail) => host.deliver(() => this.triggerEvent(type, detail));
        film.addEventListener('play', () => emit('play', {}));
        film.addEventListener('pause', () => emit('pause', {}));
        film.addEventListener('ended', () => emit('ended', {}));
        film.addEventListener('error', () => { if (film.hasAttribute('src')) emit('error', { errMsg: 'MEDIA_ERR_SRC_NOT_SUPPORTED' }); });
        film.addEventListener('loadedmetadata', () => emit('loadedmetadata', { width: film.videoWidth, height: film.videoHeight, duration: film.duration }));
        film.addEventListener('timeupdate', () => emit('timeupdate', { currentTime: film.currentTime, duration: film.duration }));
        this.stopOnHide = host.onHide(() => film.pause());
      },
      detached() {
        this.stopOnHide();
        this.film.pause();
        this.film.removeAttribute('src');
        this.film.load();
      },
    },
  };
}

const SHAPES = {
  success: 'M8 13l3.5 3.5L17 9', success_no_circle: 'M6 12l4.5 4.5L19 7', info: 'M12 7v.5M12 11v6', warn: 'M12 6v8M12 17v.5', waiting: 'M12 6v6l4 2',
  cancel: 'M8 8l8 8M16 8l-8 8', download: 'M12 6v9M8 12l4 4 4-4', search: 'M10.5 6a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M14 14l4 4', clear: 'M8 8l8 8M16 8l-8 8',
};
const COLORS = { success: '#09bb07', info: '#10aeff', warn: '#f76260', waiting: '#10aeff', cancel: '#f43530', download: '#09bb07', search: '#b2b2b2', clear: '#b2b2b2' };

export function icon() {
  return {
    properties: { type: String, size: { type: null, value: 23 }, color: String },
    observers: {
      'type, size, color': function draw(type, size, color) {
        const px = typeof size === 'number' || /^\d+$/.test(size) ? size + 'px' : size;
        const ring = !/no_circle|search/.test(type);
        const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="' + (color || COLORS[type] || '#09bb07')
          + '" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">' + (ring ? '<circle cx="12" cy="12" r="10"/>' : '')
          + '<path d="' + (SHAPES[type] || '') + '"/></svg>';
        Object.assign(this.getBackendElement().style, { width: px, height: px, backgroundImage: 'url("data:image/svg+xml,' + encodeURIComponent(svg) + '")' });
      },
    },
  };
}

export function progress() {
  return {
    properties: {
      percent: Number, showInfo: Boolean, strokeWidth: { type: null, value: 6 }, activeColor: { type: String, value: '#09bb07' }, color: String,
      backgroundColor: { type: String, value: '#ebebeb' }, active: Boolean, borderRadius: { type: null, value: 0 }, fontSize: { type: null, value: 16 },
      duration: Number, activeMode: String,
    },
    observers: {
      'percent, showInfo, strokeWidth, activeColor, color, backgroundColor, borderRadius': function draw(percent, info, width, active, color, back, radius) {
        const value = Math.max(0, Math.min(100, Number(percent) || 0));
        Object.assign(this.track.style, { height: parseFloat(width) + 'px', background: back, borderRadius: parseFloat(radius) + 'px' });
        Object.assign(this.bar.style, { width: value + '%', background: color || active });
        this.note.textContent = info ? Math.round(value) + '%' : '';
      },
    },
    lifetimes: {
      created() {
        const element = this.getBackendElement();
        this.track = document.createElement('div');
        this.bar = document.createElement('div');
        this.note = document.createElement('span');
        this.track.className = 'wx-progress-track';
        this.track.appendChild(this.bar);
        element.append(this.track, this.note);
      },
    },
  };
}

/** Pictures, a film and a tone made on the spot, for a phone that has no album and perhaps no microphone. */

const SCENES = [
  { sky: ['#8ec5fc', '#e0f0ff'], land: '#5b8c5a', sun: '#fff3c4' },
  { sky: ['#fbc2a4', '#f78ca0'], land: '#6d4c7d', sun: '#ffe9b0' },
  { sky: ['#1d2b53', '#4a5899'], land: '#0f1a33', sun: '#f4f1de' },
  { sky: ['#d4e7c5', '#f3f8e9'], land: '#88ab75', sun: '#ffd166' },
  { sky: ['#e6e9f0', '#b9c6d8'], land: '#7a8ca5', sun: '#ffffff' },
];

/** A landscape with wild geese. */
function paint(context, scene, width, height, shift) {
  const sky = context.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, scene.sky[0]);
  sky.addColorStop(1, scene.sky[1]);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  context.fillStyle = scene.sun;
  context.beginPath();
  context.arc(width * 0.74, height * 0.28, height * 0.09, 0, 7);
  context.fill();
  [0.62, 0.74, 0.86].forEach((level, ridge) => {
    context.globalAlpha = 0.45 + ridge * 0.27;
    context.fillStyle = scene.land;
    context.beginPath();
    context.moveTo(0, height);
    for (let x = 0; x <= width; x += 4) {
      const wave = Math.sin(x / (width / (5 + ridge * 2)) + ridge * 2) * 0.5 + Math.sin(x / (width / 13) + ridge) * 0.18;
      context.lineTo(x, height * level - wave * height * 0.09);
    }
    context.lineTo(width, height);
    context.fill();
  });
  context.globalAlpha = 0.8;
  context.strokeStyle = scene.land;
  context.lineWidth = Math.max(2, width / 300);
  for (let i = 0; i < 7; i += 1) {
    const side = i % 2 ? 1 : -1;
    const x = width * (0.3 + shift) + Math.ceil(i / 2) * side * width * 0.045;
    const y = height * 0.24 + Math.ceil(i / 2) * height * 0.035;
    const wing = width * 0.018;
    context.beginPath();
    context.moveTo(x - wing, y - wing * 0.4);
    context.quadraticCurveTo(x - wing * 0.3, y - wing * 0.6, x, y);
    context.quadraticCurveTo(x + wing * 0.3, y - wing * 0.6, x + wing, y - wing * 0.4);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** @param {number} width @param {number} height */
function canvasOf(width, height) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return { canvas, context: /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')) };
}

const blobOf = (canvas, type) => new Promise((resolve) => { canvas.toBlob(resolve, type, 0.86); });

export const SAMPLE_COUNT = SCENES.length;

/** @param {number} index @param {boolean} [thumb] */
export async function samplePicture(index, thumb) {
  const [width, height] = thumb ? [160, 160] : index % 2 ? [1080, 1440] : [1440, 1080];
  const { canvas, context } = canvasOf(width, height);
  paint(context, SCENES[index], width, height, 0);
  return { blob: await blobOf(canvas, 'image/jpeg'), width, height };
}

const FILM_MS = 2000;

/** Two seconds of the same, moving. @returns {Promise<{ blob: Blob, width: number, height: number, duration: number }>} */
export function sampleFilm() {
  const [width, height] = [480, 320];
  const { canvas, context } = canvasOf(width, height);
  const type = ['video/mp4', 'video/webm'].find((one) => MediaRecorder.isTypeSupported(one)) || 'video/webm';
  const recorder = new MediaRecorder(canvas.captureStream(24), { mimeType: type });
  /** @type {Blob[]} */
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const start = performance.now();
  const timer = setInterval(() => paint(context, SCENES[0], width, height, ((performance.now() - start) / FILM_MS) * 0.5), 40);
  recorder.start();
  return new Promise((resolve) => {
    recorder.onstop = () => resolve({ blob: new Blob(parts, { type: type.split(';')[0] }), width, height, duration: FILM_MS / 1000 });
    setTimeout(() => {
      clearInterval(timer);
      recorder.stop();
    }, FILM_MS);
  });
}

const RATE = 8000;

/** A calm tone that swells and fades. @param {number} ms */
export function toneWav(ms) {
  const samples = Math.max(1, Math.round((ms / 1000) * RATE));
  const view = new DataView(new ArrayBuffer(44 + samples * 2));
  const text = (at, word) => Array.from(word).forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, 36 + samples * 2, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, samples * 2, true);
  for (let i = 0; i < samples; i += 1) {
    const t = i / RATE;
    const envelope = Math.min(1, t * 4, (samples - i) / RATE * 4) * (0.6 + 0.4 * Math.sin(t * 5));
    view.setInt16(44 + i * 2, Math.sin(2 * Math.PI * 330 * t) * envelope * 9000, true);
  }
  return new Blob([view.buffer], { type: 'audio/wav' });
}

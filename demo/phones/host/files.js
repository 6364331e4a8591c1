/** Files of the phone, and the addresses under which the browser can show them. */

const TYPES = {
  jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp', wav: 'audio/wav', mp3: 'audio/mpeg',
  webm: 'video/webm', mp4: 'video/mp4', aac: 'audio/aac', ogg: 'audio/ogg', m4a: 'audio/mp4',
};

/** @param {string} path */
const endingOf = (path) => (/\.(\w{1,8})$/.exec(path.split(/[?#]/)[0]) || ['', ''])[1].toLowerCase();

/**
 * @param {any} deviceFiles  of fake-wx
 * @param {string} base  of the app's own files
 */
export function createFiles(deviceFiles, base) {
  /** @type {Map<string, string>} path → blob: address */
  const addresses = new Map();
  let count = 0;

  return {
    /** @param {Blob} blob @param {string} ending @returns {Promise<string>} temporary path */
    async keep(blob, ending) {
      count += 1;
      const path = 'http://tmp/hongyan-' + Date.now().toString(36) + '-' + count + '.' + ending;
      deviceFiles.write(path, await blob.arrayBuffer());
      return path;
    },
    /**
     * @param {string} source  as the app wrote it
     * @param {string} from  path of the page or component
     * @returns {string} '' when there is no such thing
     */
    address(source, from) {
      if (!source) return '';
      const known = addresses.get(source);
      if (known) return known;
      const bytes = deviceFiles.read(source);
      if (bytes) {
        const address = URL.createObjectURL(new Blob([bytes], { type: TYPES[endingOf(source)] || '' }));
        addresses.set(source, address);
        return address;
      }
      if (/^https?:\/\/tmp\//.test(source)) return '';
      if (/^(https?:|data:|blob:)/.test(source)) return source;
      const parts = source[0] === '/' ? [] : from.split('/').slice(0, -1);
      source.split('/').forEach((piece) => {
        if (piece === '..') parts.pop();
        else if (piece !== '.' && piece !== '') parts.push(piece);
      });
      return base + parts.join('/');
    },
    isRemote: (source) => /^https?:\/\/(?!tmp\/)/.test(source),
    endingOf,
  };
}

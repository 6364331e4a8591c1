'use strict';
/**
 * Choosing what is not words: pictures, videos, places. A person who thinks better of it is not told that anything failed.
 *
 * @typedef {import('../../lib/uploads').Media} Media
 */

const ask = require('../../lib/ask');
const { words } = require('../../lib/i18n');

const PICTURES_MAX = 9;
const VIDEO_SECONDS_MAX = 60;
const MS = 1000;

/** @param {any} error @param {string} sentence */
function refused(error, sentence) {
  const reason = String((error && error.errMsg) || '');
  if (/cancel/i.test(reason)) return;
  if (/auth|deny|denied|privacy|permission/i.test(reason)) ask.allow(sentence);
  else wx.showToast({ title: sentence, icon: 'none' });
}

/** @param {any} file @returns {Promise<Media>} */
function pictureOf(file) {
  return new Promise((resolve) => {
    /** @param {{ width: number, height: number }} size */
    const done = ({ width, height }) => resolve({
      path: file.tempFilePath, type: 'image', cover: '', content: Object.assign({ size: file.size }, width > 0 && height > 0 ? { width, height } : {}),
    });
    wx.getImageInfo({ src: file.tempFilePath, success: done, fail: () => done({ width: 0, height: 0 }) });
  });
}

/**
 * @param {'picture' | 'camera'} what
 * @param {(media: Media) => void} add
 */
function choosePictures(what, add) {
  wx.chooseMedia({
    count: PICTURES_MAX, mediaType: ['image'], sourceType: what === 'camera' ? ['camera'] : ['album'], sizeType: ['compressed'],
    success: (found) => {
      // One after the other, so that they are sent in the order of choosing.
      found.tempFiles.reduce((line, file) => line.then(() => pictureOf(file)).then(add), Promise.resolve());
    },
    fail: (error) => refused(error, words('input').noAlbum),
  });
}

/** A face. @param {(path: string) => void} done */
function chooseOne(done) {
  wx.chooseMedia({
    count: 1, mediaType: ['image'], sourceType: ['album', 'camera'], sizeType: ['compressed'],
    success: (found) => done(found.tempFiles[0].tempFilePath),
    fail: (error) => refused(error, words('input').noAlbum),
  });
}

/** @param {(media: Media) => void} add */
function chooseVideo(add) {
  wx.chooseMedia({
    count: 1, mediaType: ['video'], sourceType: ['album', 'camera'], maxDuration: VIDEO_SECONDS_MAX,
    success: (found) => found.tempFiles.forEach((file) => add({
      path: file.tempFilePath, type: 'video', cover: file.thumbTempFilePath || '',
      content: Object.assign({ size: file.size }, file.duration > 0 ? { duration: Math.round(file.duration * MS) } : {},
        file.width > 0 && file.height > 0 ? { width: Math.round(file.width), height: Math.round(file.height) } : {}),
    })),
    fail: (error) => refused(error, words('input').noAlbum),
  });
}

/** @param {(content: import('../../lib/hongyan').LocationContent) => void} done */
function choosePlace(done) {
  wx.chooseLocation({
    success: (place) => {
      if (!place.name && !place.address && !place.latitude) return;
      done({ latitude: Number(place.latitude), longitude: Number(place.longitude), name: place.name || '', address: place.address || '' });
    },
    fail: (error) => refused(error, words('input').noPlace),
  });
}

module.exports = { chooseOne, choosePictures, choosePlace, chooseVideo };

'use strict';
/** The whole SDK for `require` and for sdk/pack.js. In a mini-program require ./mobileimsdk-client-sdk, as the handbook does. */

const {
  IMSDK, MBErrorCode, MBKeepAliveDaemon, MBKickoutCode, MBProtocalFactory, MBProtocalType, MBSenseMode, MBSocketEvent, MBUtils, PKickoutInfo, PLoginInfo,
  attach, createIMSDK, createProtocalFactory, useWeb, webPlatform, wxPlatform,
} = require('./mobileimsdk-client-sdk');

module.exports = {
  IMSDK, MBErrorCode, MBKeepAliveDaemon, MBKickoutCode, MBProtocalFactory, MBProtocalType, MBSenseMode, MBSocketEvent, MBUtils, PKickoutInfo, PLoginInfo,
  attach, createIMSDK, createProtocalFactory, useWeb, webPlatform, wxPlatform,
};

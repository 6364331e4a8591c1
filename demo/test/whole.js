'use strict';
/** All of the demo in one sandbox, as WeChat loads it: the app, then each page and component under its name. For stage.js. */

/* global define */
define('app.js');
require('../miniprogram/app');
define('components/input-bar/input-bar');
require('../miniprogram/components/input-bar/input-bar');
define('components/banner/banner');
require('../miniprogram/components/banner/banner');
define('pages/chats/chats');
require('../miniprogram/pages/chats/chats');
define('pages/contacts/contacts');
require('../miniprogram/pages/contacts/contacts');
define('pages/me/me');
require('../miniprogram/pages/me/me');
define('pages/chat/chat');
require('../miniprogram/pages/chat/chat');
define('pages/pick/pick');
require('../miniprogram/pages/pick/pick');
define('pages/group/group');
require('../miniprogram/pages/group/group');
define('pages/members/members');
require('../miniprogram/pages/members/members');
define('pages/requests/requests');
require('../miniprogram/pages/requests/requests');
define('pages/readers/readers');
require('../miniprogram/pages/readers/readers');
define('pages/rooms/rooms');
require('../miniprogram/pages/rooms/rooms');
define('pages/room/room');
require('../miniprogram/pages/room/room');
define('pages/forward/forward');
require('../miniprogram/pages/forward/forward');
define('pages/asks/asks');
require('../miniprogram/pages/asks/asks');
define('pages/note/note');
require('../miniprogram/pages/note/note');
define('pages/login/login');
require('../miniprogram/pages/login/login');
define('pages/ended/ended');
require('../miniprogram/pages/ended/ended');
define('pages/log/log');
require('../miniprogram/pages/log/log');

module.exports = {
  i18n: require('../miniprogram/lib/i18n'),
  log: require('../miniprogram/lib/log'),
};

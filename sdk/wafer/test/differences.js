'use strict';
/**
 * Where sdk/wafer does not do what the vendors' packages do, observation by observation (see observations.js), and why. In all other
 * observations both tell an app the same at the same time, and send the same. `theirs` and `ours` are the notes that only one of them has,
 * as JSON without the time; a list that is not given means: the same notes, another wire.
 */

module.exports = {
  'no profile: the person refuses': {
    why: 'WeChat tells nobody a profile today: the code alone is a login',
    theirs: ['["login","fail",{"type":"ERR_WX_GET_USER_INFO","error":true,"message":"string","detail":"object"}]'],
    ours: ['["login","success",{"openId":"ada","nickName":"of the server"}]'],
  },
  'no profile: the call is gone': {
    why: 'as above; the original throws inside a callback',
    theirs: ['["a callback threw"]'],
    ours: ['["login","success",{"openId":"ada","nickName":"of the server"}]'],
  },
  'three requests whose session ended, at once': {
    why: 'one login for all three: codes that are fetched at a time end each other at WeChat',
    theirs: [], ours: [],
  },
  'messages named like events come with @': {
    why: 'the handbook calls the event `reconnected`: a message of that name is told as the code does, and with @ as the handbook says',
    theirs: [], ours: ['["@reconnected",5,"ACTIVE"]'],
  },
  'closed while it connects': {
    why: 'closed is closed; the original opens all the same when the address arrives',
    theirs: ['["ACTIVE"]'], ours: ['["CLOSED"]'],
  },
  'opened twice: while it is open': {
    why: 'nothing happens; the original opens a second socket and leaves the first to the server',
    theirs: ['["RECONNECTING"]', '["reconnect",null,"RECONNECTING"]'], ours: ['["ACTIVE"]'],
  },
  'the service does not come back': {
    why: 'no `reconnecting` after the end',
    theirs: ['["reconnecting",null,"CLOSED"]'], ours: [],
  },
  'fewer and quicker attempts by configuration': {
    why: 'no `reconnecting` after the end',
    theirs: ['["reconnecting",null,"CLOSED"]'], ours: [],
  },
  'the first handshake is refused': {
    why: 'the tunnel is closed and may be opened again; the original stays CONNECTING until close()',
    theirs: [
      '["error",{"code":3001,"error":false,"message":"string","detail":"object"},"CONNECTING"]', '["CONNECTING"]',
      '["another tunnel","throws",{"error":true,"message":"string","detail":"undefined"}]', '["CONNECTING"]',
    ],
    ours: ['["error",{"code":3001,"error":false,"message":"string","detail":"object"},"CLOSED"]', '["CLOSED"]', '["another tunnel","done"]', '["CLOSED"]'],
  },
  'a handshake is refused in a reconnect': {
    why: 'the next attempt follows; the original is stuck',
    theirs: ['["RECONNECTING"]'], ours: ['["reconnect",null,"RECONNECTING"]', '["ACTIVE"]'],
  },
  'heartbeat: said twice': {
    why: 'one timer; the original leaves a stale one, which cuts a healthy tunnel',
    theirs: ['["reconnecting",null,"RECONNECTING"]', '["reconnect",null,"RECONNECTING"]'], ours: [],
  },
  'heartbeat: the socket is cut while an answer is due, interval shorter than the wait': {
    why: 'the answer that is due ends with its socket; the original reconnects twice and leaves a tunnel to the server',
    theirs: ['["reconnect",null,"RECONNECTING"]'], ours: [],
  },
  'a message that is no object': {
    why: 'passed over; the original throws inside the callback of the socket',
    theirs: ['["a callback threw"]', '["a callback threw"]', '["a callback threw"]', '["a callback threw"]'], ours: [],
  },
  'listeners that are none': {
    why: 'what is no function is passed over, and an error of a listener does not keep the tunnel from opening',
    theirs: ['["CONNECTING"]'], ours: ['["after it"]', '["ACTIVE"]'],
  },
};

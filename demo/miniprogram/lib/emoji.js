'use strict';
/** The emoji of the panel, by group: everyday ones that all phones know. */
module.exports = {
  faces: Array.from('😀😄😁😆😅🤣😂🙂😉😊😇🥰😍😘😋😜🤔🤗🤭🤫😐😏😒🙄😬😌😔😪😴😷🤒🤧🥵🥶😵🤯🤠🥳😎🤓😕😟😮😲😳🥺😢😭😱😖😣😞😓😩😤😡😈💀'),
  hands: Array.from('👍👎👌🤏🤞🤟🤙👈👉👆👇👋🤝👏🙌🙏💪💗💙💚💛💜🧡🖤💔💯💥💦💤💬'),
  things: Array.from('🌹🌻🌲🍀🍁🌙🌟🌈🔥🎉🎁🎂🎵🍎🍉🍜🍚🍵🍺🏀🏃🚗🚄🏠📷📱💻📌📎📖💰🐶🐱🐼🐟🦆🦢🐦'),
};

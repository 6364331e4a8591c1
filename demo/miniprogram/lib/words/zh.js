'use strict';
/** 全部中文文案。键与 en.js 相同,由检查脚本比对。花括号内为填空。 */
module.exports = {
  common: {
    ok: '确定', cancel: '取消',
  },
  tabs: { chats: '消息', contacts: '联系人', me: '我' },
  login: {
    title: '鸿雁', motto: '鸿雁传书,天涯咫尺', user: '用户 ID', userHint: 'alice', go: '登录', busy: '登录中…', more: '服务器与令牌', less: '收起服务器与令牌',
    server: '服务器', token: '令牌', tokenHint: '留空:向服务器索取开发令牌', note: '开发服务器上可用任意用户 ID。不妨在这里用 alice,在另一台手机上用 bob。',
    wechat: '微信登录', needUser: '请输入用户 ID。', badUser: '用户 ID 须为 1 到 64 字节,且不含控制字符。', badServer: '服务器地址须以 http:// 或 https:// 开头。',
    noServer: '服务器没有响应。请确认它已启动,地址无误。', noCredentials: '该服务器不发放开发令牌(仅在开发模式下对本机发放)。请粘贴一个令牌。',
    wechatFailed: '未能取得微信登录凭证,请重试。', loginRefused: '服务器拒绝了此次登录({status})。',
  },
  chats: {
    title: '消息', empty: '还没有会话', emptyNote: '用对方的用户 ID 添加联系人,写下第一句话。', add: '添加联系人', syncing: '正在获取会话…',
    pin: '置顶', unpin: '取消置顶', mute: '消息免打扰', unmute: '取消免打扰', markRead: '标为已读', clear: '清空聊天记录', remove: '删除会话',
    removeAsk: '会话将从列表移除,有新消息时再出现。', clearAsk: '仅清空您这一侧的聊天记录,对方不受影响。', you: '我', group: '群聊 {id}', room: '聊天室 {id}',
  },
  types: {
    draft: '[草稿]', image: '[图片]', audio: '[语音]', video: '[视频]', file: '[文件]', location: '[位置]', face: '[表情]', custom: '[卡片]', merged: '[聊天记录]',
    unknown: '[当前版本无法显示]', sending: '[发送中]', failed: '[未发送]', recalledMine: '你撤回了一条消息', recalledOther: '{name} 撤回了一条消息', recalledBy: '一条消息已被撤回',
  },
  time: { yesterday: '昨天', weekdays: '星期日,星期一,星期二,星期三,星期四,星期五,星期六', monthDay: '{month}月{day}日', full: '{year}年{month}月{day}日' },
  chat: {
    typing: '{name} 正在输入…', newOne: '1 条新消息', newMany: '{count} 条新消息', toEnd: '回到最新', begin: '会话从这里开始', empty: '打个招呼吧', showAll: '展开全部(共 {size} 字)',
    again: '重新编辑', unsent: '未发送,点按重发', copy: '复制', quote: '引用', recall: '撤回', resend: '重新发送', discard: '放弃发送', hide: '删除', why: '原因',
    hideAsk: '仅从这台设备上删除。', discardAsk: '这条消息尚未发送,放弃后不再保留。', quoteGone: '引用的消息已不可见', quoteLoading: '引用的消息…', quoteFar: '向上滚动可找到引用的消息。',
    pictureBroken: '图片无法显示', voiceBroken: '这条语音无法播放。', videoBroken: '这个视频无法播放。', placeNameless: '位置',
    historyFailed: '未能取得更早的消息。{why}', unknown: '当前版本无法显示此类消息。',
  },
  input: {
    hint: '输入消息', send: '发送', hold: '按住 说话', release: '松开 发送', emoji: '表情', more: '更多', keyboard: '键盘', voice: '语音', picture: '图片', camera: '拍摄', video: '视频',
    place: '位置', quoting: '引用 {name}:{text}', slideUp: '上滑取消', letGo: '松开取消', tooShort: '说话时间太短', noMicrophone: '无法使用麦克风,请在设置中允许。',
    noAlbum: '无法使用相册或相机,请在设置中允许。', noPlace: '无法使用位置,请在设置中允许。', recordFailed: '录音失败。', tooLong: '消息过长:{size} 字节,上限 {max} 字节。',
    faces: '表情', hands: '手势与心', things: '物品',
  },
  contacts: {
    title: '联系人', add: '按用户 ID 添加', addHint: '用户 ID', empty: '这里还没有人', emptyNote: '与您聊过天的人会出现在这里。', online: '在线', background: '离开', offline: '离线',
    unknown: '服务器上没有这个用户。', self: '这是您自己。', remove: '从联系人移除',
  },
  me: {
    title: '我', name: '名字', nameHint: '别人看到的名字', user: '用户 ID', device: '设备', state: '连接状态', server: '服务器', language: '语言', languageSystem: '跟随微信', languageZh: '中文',
    languageEn: 'English', theme: '外观', themeNote: '跟随系统', log: '连接日志', storage: '已用存储', storageOf: '{used} / {limit} MB', version: 'SDK 版本', logout: '退出登录',
    logoutKeep: '退出,保留本机消息', logoutWipe: '退出并清除本机数据', wipeAsk: '消息仍在服务器上,本机保存的数据将被清除。', saved: '已保存', nameLong: '名字过长,最多 64 个字符。',
    mobileim: '用 MobileIMSDK 聊天',
  },
  mobileim: {
    user: '用户 ID', token: '令牌', tokenHint: '留空:开发服务器不查', state: '状态', online: '在线', offline: '掉线', out: '未登录', login: '登录', logout: '退出', debugOn: '调试',
    debugOff: '关调试', to: '发给', toHint: '用户 ID,0 为服务端', text: '内容', textHint: '一条消息', send: '发送', copy: '复制', clear: '清空',
    note: '同一个服务器,改用 MobileIMSDK 小程序端手册中的接口。对方用哪种 SDK 都行。每个回调都会显示在这里。',
  },
  states: {
    idle: '未连接', connecting: '连接中', authenticating: '登录中', syncing: '同步中', online: '在线', waiting: '等待重连', suspended: '后台', closed: '已结束',
  },
  banner: {
    connecting: '正在连接…', waiting: '网络不可用。您写的内容会保留,稍后自动发送。', token: '登录状态暂未能续期,正在重试…',
    expiring: '登录将在 {minutes} 分钟后到期,此令牌无法自动续期,请尽快重新登录。', full: '本机存储已满:新消息只保留在内存中。',
  },
  ended: {
    title: '已退出', again: '在此重新登录', other: '使用其他账号', note: '消息在服务器上安全保存,未发送的消息保留在本机。', replaced: '此账号正在本机的另一处使用', kicked: '您的账号已在别处登录',
    admin: '管理员终止了此次登录', expired: '登录已过期', disabled: '此账号无法使用', general: '此次登录已结束',
  },
  log: { title: '连接日志', copy: '复制全部', clear: '清空', empty: '暂无日志', pause: '暂停', go: '继续' },
  errors: {
    unknown: '出了点问题,请重试。',
    bad_json: '服务器无法读取此请求。', bad_frame: '服务器无法理解此请求。', unknown_operation: '服务器不支持此操作。', too_deep: '内容嵌套过深。', not_logged_in: '请先登录。',
    already_logged_in: '此连接已登录。', unsupported_version: '当前版本过旧,请更新。', token_missing: '缺少登录令牌,请重新登录。', token_invalid: '登录无效,请重新登录。',
    token_expired: '登录已过期,请重新登录。', token_foreign: '令牌属于其他应用或用户。', app_unknown: '服务器上没有这个应用。', app_disabled: '应用已停用。', user_disabled: '账号已停用。',
    session_limit: '此账号登录的设备过多。', resume_unknown: '会话已失效,请重新登录。', not_permitted: '您无权执行此操作。', bad_user_id: '用户 ID 无效。', bad_device_id: '设备 ID 无效。',
    message_too_large: '消息过大。', too_fast: '操作过快,请稍候。', bad_content: '服务器不接受此内容。', bad_client_id: '消息 ID 有误。', recipient_unknown: '接收者不存在。',
    blocked: '对方拒收您的消息。', muted: '您暂时不能在此发言。', not_a_member: '您不在此会话中。', conversation_unknown: '会话不存在。', bad_conversation: '会话名称无效。',
    too_many: '一次操作的数量过多。', quote_unknown: '引用的消息已不存在。', recall_too_late: '已超过可撤回时间。', recall_not_allowed: '只有发送者可以撤回此消息。',
    message_unknown: '消息不存在。', ext_too_large: '附加数据过大。', bad_cursor: '历史位置无效。', user_unknown: '用户不存在。', internal: '服务器内部错误,请重试。',
    busy: '当前繁忙,请稍后重试。', storage_full: '服务器空间已满,请稍后再试。', shutting_down: '服务器正在重启。', storage_unavailable: '服务器存储暂不可用,请稍后再试。',
    heartbeat_timeout: '连接长时间无数据。', slow_consumer: '连接过慢。', overloaded: '服务器访问者过多。', ack_timeout: '服务器未收到本机的确认。', login_timeout: '登录超时。',
    token_revoked: '登录已被吊销,请重新登录。', replaced: '同一设备建立了新的连接。', kicked_by_policy: '您的账号已在其他地方登录。', kicked_by_admin: '管理员终止了此次登录。',
    protocol_error: '服务器无法理解此应用。', frame_too_large: '消息超出服务器允许的大小。', unsupported: '服务器不支持此类数据。', logged_out: '您已退出登录。',
    connection_lost: '连接已断开。', timeout: '未及时得到响应,请检查网络。', closed: '会话已结束。', outbox_full: '等待发送的消息过多。', too_large: '消息过大,上限 32 KB。',
    retry_window_over: '这条消息等待超过一天,点按可重新发送。', bad_argument: '内容有误,无法发送。', token_failed: '未能取得新的登录令牌。', token_needed: '登录已结束,请重新登录。',
    upload_failed: '文件上传失败。', file_too_large: '文件过大。', file_type_refused: '服务器不接受此类文件。', file_empty: '文件为空。',
    file_unknown: '文件已不在服务器上。', file_address_invalid: '文件地址无效。', file_address_expired: '文件地址已过期。', aborted: '已取消。',
  },
};

package im.hongyan.core.limit;

/// Every limit of the server: one line each, its name ending in its unit (`_bytes`, `_ms`, or a plain count as
/// `_max`). Configuration overrides them under `limits:` by the same names in kebab case; `docs/wire/limits.md` is
/// printed from this record.
///
/// @param frameBytesMax largest frame a client may send
/// @param jsonDepthMax deepest nesting of JSON
/// @param contentBytesMax largest `content` of a message, as JSON
/// @param extBytesMax largest `ext` object of a message, as JSON
/// @param signalBytesMax largest `data` of an online-only signal
/// @param mentionsMax users mentioned in one message
/// @param badFramesMax frames that are not understood before a connection is closed
/// @param loginTimeoutMs from the opening of a connection to its first valid login
/// @param heartbeatMs how often an idle client should ping
/// @param idleTimeoutMs silence after which a connection is closed
/// @param tokenWarningMs how long before a token ends its session is warned
/// @param resumeWindowMs how long a lost session can be resumed
/// @param backgroundResumeMs the same, when it was lost in the background
/// @param resumableSessionsMax lost sessions kept in memory for resuming, oldest dropped first
/// @param retryWindowMs how long a client id is known to have been accepted
/// @param youngSessionMs a session younger than this may be retrying what an earlier one sent, even without saying
///     so
/// @param recentSendsMax sends remembered in memory to answer duplicates at once
/// @param recallWindowMs how old a message may be when its sender recalls it (an app's default)
/// @param historyPageMax entries in one page of history
/// @param pageBytesMax about how many bytes one page may hold
/// @param syncEntriesMax newest entries per conversation in one page of sync
/// @param conversationsPageMax conversations in one page of a list or of sync
/// @param ackPairsMax pairs in one delivery acknowledgement
/// @param ackTimeoutMs how long a delivery may stay unacknowledged before the device is told to sync
/// @param ackRetriesMax how often it is told before it is taken for dead
/// @param watchedUsersMax users whose presence one session watches
/// @param usersPageMax users asked for in one request
/// @param sessionFramesPerSecond frames one session may send, sustained
/// @param sessionFramesBurst frames one session may send at once
/// @param sessionInFlightMax sends of one session that wait for their commit; more are refused as too fast
/// @param addressConnectionsPerSecond new connections from one address, sustained
/// @param addressConnectionsBurst new connections from one address at once
/// @param anonymousConnectionsMax connections that have not logged in, in all
/// @param connectionsMax connections in all
/// @param outboundHighBytes unsent bytes of a connection above which pushes are dropped and reading pauses
/// @param outboundMaxBytes unsent bytes of a connection above which it is closed
/// @param commitQueueMax commits waiting for the log; above it sends are refused as busy
/// @param commitBatchMax commits made durable by one sync
/// @param conversationCacheMax conversations whose head is held in memory
/// @param httpBodyBytesMax largest body of an HTTP request
/// @param fileBytesMax largest file a user may send
/// @param filesPerMinuteMax files one user may begin to send in a minute
/// @param userUploadsMax files of one user coming in at once
/// @param uploadsMax files coming in at once, in all
/// @param uploadMs from the head of an upload's request to the end of the file
/// @param fileUrlMs how long the address of a file can be used, at least
/// @param filesTotalBytesMax all files together
/// @param drainMs how long a stopping server lets connections finish
/// @param groupsPerUserMax groups one user is in
/// @param groupUsersPerChangeMax users that one request brings into a group or puts out of it
/// @param groupNameBytesMax name of a group, a member's card, an attribute's name
/// @param groupTextBytesMax avatar, introduction, announcement of a group, a reason, the value of an attribute
/// @param groupAttributesMax attributes of a group, and of a member in it
/// @param roomsPerSessionMax rooms one session is in
/// @param roomMembersMax sessions in one room
/// @param roomMessagesPerSecond messages one room takes, sustained; as many at once
/// @param roomBacklogMax messages of one room that wait to be handed to its members
/// @param roomPulseMs how often at most the members of a room are told who came and went
/// @param roomPulseUsersMax users named when members are told who came and went
/// @param roomNameBytesMax name of a room
/// @param roomAttributesMax attributes of a room
/// @param roomAttributeNameBytesMax name of an attribute of a room
/// @param roomAttributeBytesMax value of an attribute of a room
/// @param friendsMax friends of one user
/// @param friendRequestsMax friend requests that wait for one user's answer, and as many for the answers of others
/// @param blocksMax users that one user blocks
/// @param friendListsMax lists of friends of one user
/// @param friendNameBytesMax remark of a friend, source of a request, name of a friend's attribute
/// @param friendTextBytesMax wording of a friend request, a reason, the value of a friend's attribute
/// @param friendAttributesMax attributes of a friend
/// @param friendsPageMax friends, requests, blocks and lists in one page
/// @param friendMarksMax marks of what a user has removed or answered, kept for devices that were away
/// @param blocklistsMax users whose blocklists are held in memory
/// @param statusBytesMax text that a user shows beside being online
/// @param editWindowMs how old a message may be when its sender replaces its content
/// @param editsPerMessageMax how often the content of one message can be replaced
/// @param reactionKindsMax kinds of reactions to one message
/// @param reactionUsersNamedMax users named with a kind of reaction in a message; the others are read in pages
/// @param removalsPerChangeMax messages that one request removes for the one who asks
/// @param pinnedMessagesMax messages pinned in one conversation
/// @param readCountsMax messages whose readers are counted in one request
/// @param readCountsFreshMembersMax members of a group up to which readers are counted anew at every request
/// @param readCountsMs how old the counts of a larger group may be
/// @param draftBytesMax what a user keeps of a message not yet sent
/// @param conversationCustomBytesMax the application's own text at a conversation of a user
/// @param foldersMax folders of conversations of one user
/// @param folderNameBytesMax name of a folder of conversations
/// @param folderChangeMax conversations that one request puts into a folder or takes out of it
/// @param targetsMax members that a message in a group may be meant for alone
/// @param lifeMaxMs longest life of a message that ends
/// @param burnMaxMs longest time between the reading of a message and its burning
/// @param schedulesMax messages of one user that wait for their time
/// @param scheduleAheadMaxMs how far ahead a message may be scheduled
/// @param streamsMax messages that one user is writing by streaming
/// @param streamIdleMs silence after which a message that is streamed is taken as finished
/// @param broadcastUsersMax users that one request of a back-end writes to
/// @param portAnswerMs how long a plug-in may take to translate a text or to write down a voice
public record Limits(
        int frameBytesMax,
        int jsonDepthMax,
        int contentBytesMax,
        int extBytesMax,
        int signalBytesMax,
        int mentionsMax,
        int badFramesMax,
        long loginTimeoutMs,
        long heartbeatMs,
        long idleTimeoutMs,
        long tokenWarningMs,
        long resumeWindowMs,
        long backgroundResumeMs,
        int resumableSessionsMax,
        long retryWindowMs,
        long youngSessionMs,
        int recentSendsMax,
        long recallWindowMs,
        int historyPageMax,
        int pageBytesMax,
        int syncEntriesMax,
        int conversationsPageMax,
        int ackPairsMax,
        long ackTimeoutMs,
        int ackRetriesMax,
        int watchedUsersMax,
        int usersPageMax,
        int sessionFramesPerSecond,
        int sessionFramesBurst,
        int sessionInFlightMax,
        int addressConnectionsPerSecond,
        int addressConnectionsBurst,
        int anonymousConnectionsMax,
        int connectionsMax,
        int outboundHighBytes,
        int outboundMaxBytes,
        int commitQueueMax,
        int commitBatchMax,
        int conversationCacheMax,
        int httpBodyBytesMax,
        int fileBytesMax,
        int filesPerMinuteMax,
        int userUploadsMax,
        int uploadsMax,
        long uploadMs,
        long fileUrlMs,
        long filesTotalBytesMax,
        long drainMs,
        int groupsPerUserMax,
        int groupUsersPerChangeMax,
        int groupNameBytesMax,
        int groupTextBytesMax,
        int groupAttributesMax,
        int roomsPerSessionMax,
        int roomMembersMax,
        int roomMessagesPerSecond,
        int roomBacklogMax,
        long roomPulseMs,
        int roomPulseUsersMax,
        int roomNameBytesMax,
        int roomAttributesMax,
        int roomAttributeNameBytesMax,
        int roomAttributeBytesMax,
        int friendsMax,
        int friendRequestsMax,
        int blocksMax,
        int friendListsMax,
        int friendNameBytesMax,
        int friendTextBytesMax,
        int friendAttributesMax,
        int friendsPageMax,
        int friendMarksMax,
        int blocklistsMax,
        int statusBytesMax,
        long editWindowMs,
        int editsPerMessageMax,
        int reactionKindsMax,
        int reactionUsersNamedMax,
        int removalsPerChangeMax,
        int pinnedMessagesMax,
        int readCountsMax,
        int readCountsFreshMembersMax,
        long readCountsMs,
        int draftBytesMax,
        int conversationCustomBytesMax,
        int foldersMax,
        int folderNameBytesMax,
        int folderChangeMax,
        int targetsMax,
        long lifeMaxMs,
        long burnMaxMs,
        int schedulesMax,
        long scheduleAheadMaxMs,
        int streamsMax,
        long streamIdleMs,
        int broadcastUsersMax,
        long portAnswerMs) {

    /// The values in force unless configured otherwise.
    public static final Limits DEFAULT = new Limits(
            65_536,
            32,
            32_768,
            8_192,
            4_096,
            100,
            10, // frames
            10_000,
            25_000,
            75_000,
            60_000,
            600_000,
            1_800_000,
            200_000, // session
            86_400_000,
            300_000,
            131_072,
            120_000, // sending
            100,
            262_144,
            50,
            100, // pages
            100,
            15_000,
            3,
            200,
            100, // delivery, presence, users
            100,
            200,
            256,
            100,
            500,
            10_000,
            200_000, // rates and connections
            262_144,
            4_194_304, // outbound
            65_536,
            4_096,
            100_000, // log
            1_048_576,
            20_971_520,
            60,
            4,
            64,
            180_000,
            86_400_000,
            10_737_418_240L, // files
            5_000, // http
            1_000,
            100,
            200,
            4_096,
            50, // groups
            10,
            100_000,
            500,
            256,
            1_000,
            20,
            200,
            100,
            120,
            4_096, // rooms
            3_000,
            100,
            1_000,
            32,
            96,
            512,
            20,
            200,
            1_000,
            100_000,
            128, // friends
            86_400_000,
            100,
            20,
            10,
            100,
            50,
            100,
            2_000,
            5_000, // the life of a message
            4_096,
            1_024,
            50,
            64,
            100, // conversations
            50,
            2_592_000_000L,
            86_400_000,
            100,
            7_776_000_000L,
            10,
            30_000,
            1_000,
            10_000); // special sends
}

package im.hongyan.dialects.hongyan;

import im.hongyan.core.Core;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.error.RefusedException;
import im.hongyan.core.log.ConversationId;
import im.hongyan.core.session.Session;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/// What a client asks of its user's folders of conversations.
final class FolderRequests {
    private final Core core;
    private final Session session;

    FolderRequests(Core core, Session session) {
        this.core = core;
        this.session = session;
    }

    /// The reply comes on any thread.
    void carryOut(Request.Folder request, Consumer<Outcome<SortedMap<Integer, String>>> reply) {
        try {
            String name = request.name() == null ? "" : request.name();
            switch (request.deed()) {
                case "create" -> core.folders().create(session, name, reply);
                case "rename" -> core.folders().rename(session, number(request), name, reply);
                case "delete" -> core.folders().delete(session, number(request), reply);
                case "add" -> core.folders().move(session, number(request), places(request), true, reply);
                case "remove" -> core.folders().move(session, number(request), places(request), false, reply);
                default ->
                    throw new RefusedException(Refusal.field(
                            ErrorCode.UNKNOWN_OPERATION, "do", "There is no such thing to do with a folder."));
            }
        } catch (RefusedException refused) {
            reply.accept(Outcome.refused(refused.refusal()));
        }
    }

    private static int number(Request.Folder request) throws RefusedException {
        return (int) Math.min(Integer.MAX_VALUE, request.read().number("folder", 0));
    }

    private List<ConversationId> places(Request.Folder request) {
        return request.conversations().stream()
                .map(name -> name.of(session.user()))
                .distinct()
                .toList();
    }
}

package im.hongyan.http.rest;

import im.hongyan.core.account.App;
import im.hongyan.core.account.Tokens;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.RefusedException;
import im.hongyan.dialect.json.JsonException;
import java.util.List;

/// Credentials of users.
final class TokenRoutes {
    private final Bodies bodies;

    TokenRoutes(Bodies bodies) {
        this.bodies = bodies;
    }

    List<Route> all() {
        return List.of(
                Route.post("/api/v1/apps/{app}/tokens", this::issue),
                Route.post("/api/v1/apps/{app}/tokens/verify", this::verify));
    }

    private Reply issue(Call call) throws RefusedException, JsonException {
        App app = call.app();
        Bodies.IssueToken asked = bodies.issueToken(call.body());
        UserKey user = new UserKey(app.id(), asked.user());
        Tokens.Issued issued = Call.orRefuse(call.core().tokens().issue(user, asked.lifetimeMs()));
        return Reply.made(
                true,
                new ObjectOut()
                        .string("token", issued.token())
                        .string("user", asked.user().value())
                        .number("expires", issued.expiresAtMs()));
    }

    /// That a token is not valid is the answer here, not an error.
    private Reply verify(Call call) throws RefusedException, JsonException {
        App app = call.app();
        Outcome<Tokens.Claims> outcome = call.core()
                .tokens()
                .verify(app.id(), bodies.verifyToken(call.body()).token());
        ObjectOut out = new ObjectOut();
        switch (outcome) {
            case Outcome.Ok<Tokens.Claims>(var claims) ->
                out.bool("valid", true)
                        .string("user", claims.user().user().value())
                        .number("expires", claims.expiresAtMs());
            case Outcome.Refused<Tokens.Claims>(var refusal) -> {
                out.bool("valid", false).begin("err");
                ErrorReplies.write(out, refusal);
                out.end();
            }
        }
        return Reply.ok(out);
    }
}

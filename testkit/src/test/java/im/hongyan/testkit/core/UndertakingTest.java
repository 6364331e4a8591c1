package im.hongyan.testkit.core;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.AccountsUnavailableException;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.log.Lanes;
import im.hongyan.core.log.Undertaking;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndertakingTest {
    @Test
    void anAnswerComesWhateverBreaksAndTheLaneGoesOn() {
        List<RuntimeException> broken = new ArrayList<>();
        List<Outcome<String>> answers = new ArrayList<>();
        Lanes lanes = new Lanes(task -> {
            try {
                task.run();
            } catch (RuntimeException thrown) {
                broken.add(thrown);
            }
        });
        try (MemoryWorld world = new MemoryWorld()) {
            for (Undertaking.Planner<String> planner : List.<Undertaking.Planner<String>>of(
                    () -> {
                        throw new IllegalStateException("broken");
                    },
                    () -> {
                        throw new AccountsUnavailableException(false, "down", new IllegalStateException("down"));
                    },
                    () -> new Undertaking.Plan.Nothing<>("done"))) {
                lanes.submit("one lane", new Undertaking<>(world.core().committer(), planner, answers::add));
            }
        }
        assertThat(answers)
                .containsExactly(
                        Outcome.refused(ErrorCode.INTERNAL),
                        Outcome.refused(ErrorCode.STORAGE_UNAVAILABLE),
                        Outcome.ok("done"));
        assertThat(broken).hasSize(1);
    }
}

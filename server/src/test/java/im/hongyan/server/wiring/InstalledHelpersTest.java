package im.hongyan.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.port.Helpers;
import org.junit.jupiter.api.Test;

class InstalledHelpersTest {
    @Test
    void whatIsOnTheClassPathIsFoundAndWhatIsNotIsAbsent() {
        Helpers helpers = InstalledHelpers.find();
        assertThat(helpers.translation()).isInstanceOf(ShoutingTranslation.class);
        assertThat(helpers.voiceToText()).isNull();
    }
}

package im.hongyan.bench.relay;

import java.io.OutputStream;

/// The relay as a process of its own. It says `ready PORT` and runs until its standard input ends, so that it cannot
/// outlive the one who started it.
public final class RelayMain {
    private RelayMain() {}

    public static void main(String[] arguments) throws Exception {
        try (Relay relay = new Relay(0, Integer.parseInt(arguments[0]))) {
            System.out.println("ready " + relay.port());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}

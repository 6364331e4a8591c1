package im.hongyan.bench;

import im.hongyan.bench.load.Client;
import im.hongyan.bench.load.Pace;
import im.hongyan.bench.load.Traffic;
import im.hongyan.bench.process.RelayProcess;
import im.hongyan.bench.process.Server;
import im.hongyan.bench.report.Numbers;
import im.hongyan.bench.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A group of 500 of whom 200 are online: durable, then delivered, beside a relay that writes the same bytes to as
/// many sockets; and what a message costs when there are four times as many members and no more of them are online.
final class GroupTalk implements Workload {
    private static final int MEMBERS = 500;
    private static final int MANY_MEMBERS = 2_000;
    private static final int ONLINE = 200;
    private static final int IN_FLIGHT = 16;
    private static final int OFFERED = 100;
    private static final int USERS_PER_CHANGE = 100;

    @Override
    public boolean run(Bench bench) throws Exception {
        int online = bench.options.sessions(ONLINE);
        int inFlight = bench.options.inFlight > 0 ? bench.options.inFlight : IN_FLIGHT;
        Report report = bench.report("group");
        try (RelayProcess relay = bench.relay();
                Server server = bench.server(report)) {
            Bench.Crowd served = bench.crowd(server, online);
            Bench.Crowd relayed = bench.crowd(relay, online);
            for (int i = 0; i < MANY_MEMBERS - online; i++) {
                server.post("/api/v1/apps/demo/users", "{\"user\":\"away" + i + "\"}");
            }
            bench.each(relayed.hearers(), "\"op\":\"room\",\"do\":\"enter\",\"conv\":\"g:club\"");
            Traffic upper = bench.crowded("g:club", relayed);
            Traffic own = group(bench, served, "club", MEMBERS - online);
            bench.startProfile(server);
            Broadcast broadcast = Broadcast.run(bench, report, relay, upper, server, own, new Pace.Closed(inFlight));
            bench.endProfile(server, "group");
            double few = cost(bench, report, server, own);
            double many = cost(bench, report, server, group(bench, served, "crowd", MANY_MEMBERS - online));
            Map<String, Object> summary = broadcast.summary();
            summary.put("online", online);
            summary.put("members", MEMBERS);
            summary.put("in_flight", inFlight);
            summary.put("server_us_500_members", few);
            summary.put("server_us_2000_members", many);
            report.finish(summary);
            return broadcast.errors() == 0;
        }
    }

    /// Makes a group whose members who are away come in first, so that those who are there hear little of the
    /// making.
    private static Traffic group(Bench bench, Bench.Crowd crowd, String name, int away) {
        List<Client> speaker = List.of(crowd.sender());
        String conv = "\"conv\":\"g:" + name + "\"";
        bench.each(speaker, "\"op\":\"group\",\"do\":\"create\"," + conv + ",\"data\":{\"type\":\"meeting\"}");
        List<String> users = new ArrayList<>();
        IntStream.range(0, away).forEach(i -> users.add("\"away" + i + "\""));
        IntStream.range(0, crowd.hearers().size()).forEach(i -> users.add("\"h" + i + "\""));
        for (int i = 0; i < users.size(); i += USERS_PER_CHANGE) {
            String some = users.subList(i, Math.min(users.size(), i + USERS_PER_CHANGE)).stream()
                    .collect(Collectors.joining(","));
            bench.each(speaker, "\"op\":\"group\",\"do\":\"invite\"," + conv + ",\"users\":[" + some + "]");
        }
        List<Client> all = new ArrayList<>(crowd.hearers());
        all.add(crowd.sender());
        // What the making has told everybody has arrived: nobody is to be reminded of it in the middle of a round.
        bench.fleet.call(() -> {
            all.forEach(client -> client.send("{\"op\":\"ack\",\"got\":[[\"g:" + name + "\",1000000]]}"));
            return true;
        });
        return bench.crowded("g:" + name, crowd);
    }

    /// What a message costs the server at a rate that it keeps easily, in microseconds of CPU time.
    private static double cost(Bench bench, Report report, Server server, Traffic traffic) throws InterruptedException {
        List<Double> costs = new ArrayList<>();
        for (int i = 1; i <= bench.options.rounds; i++) {
            Round round = Round.run(server, traffic, new Pace.Open(OFFERED), bench.options.seconds);
            report.round(round.row(i));
            costs.add(round.serverCpuUs());
        }
        return Numbers.median(costs);
    }
}

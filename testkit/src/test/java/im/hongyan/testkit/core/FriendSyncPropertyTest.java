package im.hongyan.testkit.core;

import static im.hongyan.testkit.core.MemoryWorld.await;
import static im.hongyan.testkit.core.MemoryWorld.key;
import static im.hongyan.testkit.core.MemoryWorld.value;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.Allow;
import im.hongyan.core.account.AppSettings;
import im.hongyan.core.account.ProfileChange;
import im.hongyan.core.account.UserId;
import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.friend.BookPage;
import im.hongyan.core.friend.FriendRequests.Asked;
import im.hongyan.core.friend.Friends.Changed;
import im.hongyan.core.friend.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Devices that ask now and then what is new, in small pages, while everything changes under them, always end with
/// what the server has. Few marks of what is gone are kept, so that some must begin anew.
class FriendSyncPropertyTest {
    private static final int ROUNDS = 20;
    private static final int STEPS = 300;
    private static final int USERS = 6;

    /// What one device holds.
    private static final class Device {
        final UserKey user;
        final Map<String, Item> held = new HashMap<>();
        String cursor = "";
        int resets;
        int removals;

        Device(UserKey user) {
            this.user = user;
        }

        /// Whether it has all now.
        boolean sync(MemoryWorld world, int limit) {
            BookPage page = value(world.core().friends().page(user, cursor, limit));
            if (page.reset()) {
                resets += cursor.isEmpty() ? 0 : 1;
                held.clear();
            }
            for (Item item : page.items()) {
                String name = item.kind() + "/" + item.name();
                if (!(item instanceof Item.Gone)) {
                    held.put(name, item);
                } else if (held.remove(name) != null) {
                    removals++;
                }
            }
            cursor = page.cursor();
            return !page.more();
        }

        Map<String, Item> open() {
            Map<String, Item> open = new HashMap<>(held);
            open.values().removeIf(item -> item.slot() == Item.Slot.SETTLED);
            return open;
        }
    }

    @Test
    void nothingIsEverMissed() {
        long seed = System.nanoTime();
        int resets = 0;
        int removals = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (MemoryWorld world =
                    new MemoryWorld(TightLimits.of(Map.of("friendMarksMax", 8)), AppSettings.DEFAULT)) {
                List<Device> devices = run(world, new Random(seed + round), "seed " + seed + ", round " + round);
                for (Device device : devices) {
                    resets += device.resets;
                    removals += device.removals;
                }
                assertThat(world.faults()).as("seed %d", seed).isEmpty();
            }
        }
        assertThat(resets).as("some fell behind, seed %d", seed).isPositive();
        assertThat(removals).as("some heard of what is gone, seed %d", seed).isPositive();
    }

    @Test
    void nothingIsMissedByADeviceThatReadsWhileAllChanges() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (MemoryWorld world = new MemoryWorld(TightLimits.of(Map.of("friendMarksMax", 8)), AppSettings.DEFAULT)) {
            for (int i = 0; i < USERS; i++) {
                world.core().accounts().create(user(i), "", "", Map.of());
            }
            Device device = new Device(user(0));
            AtomicBoolean over = new AtomicBoolean();
            FutureTask<Boolean> reading = new FutureTask<>(() -> {
                while (!over.get()) {
                    device.sync(world, 2);
                }
                return true;
            });
            Thread.ofVirtual().name("reader").start(reading);
            for (int step = 0; step < 10 * STEPS; step++) {
                // Half of them are about the one who reads.
                change(world, random, random.nextBoolean() ? 0 : random.nextInt(USERS), random.nextInt(USERS));
            }
            over.set(true);
            assertThat(reading.get(10, TimeUnit.SECONDS)).isTrue();
            while (!device.sync(world, 2)) {
                assertThat(device.cursor).as("seed %d", seed).isNotEmpty();
            }
            compare(world, device, "seed " + seed);
            assertThat(world.faults()).as("seed %d", seed).isEmpty();
        }
    }

    private static List<Device> run(MemoryWorld world, Random random, String seed) {
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            world.core().accounts().create(user(i), "", "", Map.of());
            Allow allow = random.nextInt(3) == 0 ? Allow.ANYONE : Allow.APPROVAL;
            value(world.core().accounts().change(user(i), new ProfileChange(null, null, null, allow, null)));
            for (int j = 0; j < 3; j++) {
                devices.add(new Device(user(i)));
            }
        }
        for (int step = 0; step < STEPS; step++) {
            change(world, random, random.nextInt(USERS), random.nextInt(USERS));
            if (random.nextInt(4) == 0) {
                Device device = devices.get(random.nextInt(devices.size()));
                if (device.sync(world, 1 + random.nextInt(4))) {
                    compare(world, device, seed + ", step " + step);
                }
            }
        }
        for (Device device : devices) {
            while (!device.sync(world, 3)) {
                assertThat(device.cursor).as(seed).isNotEmpty();
            }
            compare(world, device, seed + ", at the end");
        }
        return devices;
    }

    private static UserKey user(int i) {
        return key("u" + i);
    }

    private static void change(MemoryWorld world, Random random, int i, int j) {
        UserKey me = user(i);
        UserId actor = me.user();
        UserId peer = user(j).user();
        var core = world.core();
        String list = "l" + random.nextInt(3);
        Asked asked = new Asked("w" + random.nextInt(2), "", "", List.of(list), Map.of());
        Outcome<Changed> ignored = await(reply -> {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> core.friendRequests().request(me, actor, peer, asked, reply);
                case 3, 4 -> core.friendRequests().accept(me, actor, peer, random.nextInt(4) > 0, asked, reply);
                case 5 -> core.friendRequests().refuse(me, actor, peer, "no", reply);
                case 6 -> core.friendRequests().forget(me, actor, peer, reply);
                case 7 -> core.friends().delete(me, actor, peer, random.nextBoolean(), reply);
                case 8 -> core.friends().edit(me, actor, peer, "r" + random.nextInt(9), null, Map.of(), reply);
                case 9 -> core.blocks().block(me, actor, peer, random.nextBoolean(), random.nextBoolean(), reply);
                case 10 -> core.blocks().unblock(me, actor, peer, reply);
                default -> {
                    if (random.nextBoolean()) {
                        core.friendLists().unlist(me, actor, list, reply);
                    } else {
                        core.friendLists().rename(me, actor, list, "l" + random.nextInt(3), reply);
                    }
                }
            }
        });
        assertThat(ignored).isNotNull();
    }

    private static void compare(MemoryWorld world, Device device, String seed) {
        Map<String, Item> truth = new HashMap<>();
        for (Item.Kind kind : Item.Kind.values()) {
            for (Item item : world.core().friends().all(device.user, kind, "", 1_000)) {
                if (item.slot() != Item.Slot.SETTLED) {
                    truth.put(item.kind() + "/" + item.name(), item);
                }
            }
        }
        assertThat(device.open()).as(seed).isEqualTo(truth);
    }
}

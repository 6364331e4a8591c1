package im.hongyan.server.wiring;

import im.hongyan.core.Core;
import im.hongyan.core.account.App;
import im.hongyan.core.account.AppId;
import im.hongyan.core.account.AppSettings;
import im.hongyan.core.file.FileAddresses;
import im.hongyan.core.file.FileId;
import im.hongyan.core.file.Files;
import im.hongyan.core.limit.Limits;
import im.hongyan.directory.Directory;
import im.hongyan.log.DataFolder;
import im.hongyan.log.LogOptions;
import im.hongyan.log.RocksMessageLog;
import im.hongyan.media.AddressKey;
import im.hongyan.media.FolderBlobs;
import im.hongyan.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lowest floor: the data folder, the message log, the directory, and the threads that read them.
final class Stores {
    private static final Logger LOG = LoggerFactory.getLogger(Stores.class);
    /// How long reads that were begun may take when the server stops.
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int SECRET_BYTES = 16;
    /// Dialects that keep their renderings with an entry: those whose entries go to many sessions.
    private static final int DIALECTS = 1;
    /// Files stop before messages do: they leave so many times the log's reserve.
    private static final int FILES_RESERVE = 2;
    /// The app that development mode makes.
    private static final AppId DEMO = new AppId("demo");

    private final DataFolder folder;
    private final RocksMessageLog log;
    private final Directory directory;
    private final FolderBlobs blobs;
    private final ThreadPoolExecutor storage;
    private final SecureRandom random;

    private Stores(
            DataFolder folder,
            RocksMessageLog log,
            Directory directory,
            FolderBlobs blobs,
            ThreadPoolExecutor storage,
            SecureRandom random) {
        this.folder = folder;
        this.log = log;
        this.directory = directory;
        this.blobs = blobs;
        this.storage = storage;
        this.random = random;
    }

    static Stores open(ServerConfig config, Clock clock, Server.KeyKeeper keeper) throws Exception {
        SecureRandom random = new SecureRandom();
        DataFolder folder = DataFolder.open(Path.of(config.data()));
        RocksMessageLog log = null;
        try {
            LogOptions options = new LogOptions(
                    config.limits().conversationCacheMax(),
                    config.log().diskReserveBytes(),
                    config.log().memtableBytes(),
                    config.log().blockCacheBytes());
            log = RocksMessageLog.open(folder.log(), options);
            // Before the directory, which would have to be closed again.
            FolderBlobs blobs =
                    FolderBlobs.open(media(folder), FILES_RESERVE * config.log().diskReserveBytes());
            Directory directory = Directory.open(folder.directory(), clock, random);
            Stores stores = new Stores(
                    folder,
                    log,
                    directory,
                    blobs,
                    StorageThreads.open(config.storageThreads(), Stores::broken),
                    random);
            stores.firstStart(config, clock, keeper);
            return stores;
        } catch (Exception failure) {
            if (log != null) {
                log.close();
            }
            folder.close();
            throw failure;
        }
    }

    private void firstStart(ServerConfig config, Clock clock, Server.KeyKeeper keeper) throws IOException {
        Optional<String> adminKey = directory.createAdminKey();
        if (adminKey.isPresent()) {
            Path file = keeper.keep(folder.path(), adminKey.get());
            LOG.info("The administrator's key was made; it is in {}", file);
        }
        if (config.mode() == ServerConfig.Mode.DEVELOPMENT
                && directory.apps().find(DEMO).isEmpty()) {
            AppSettings usual = AppSettings.DEFAULT;
            AppSettings defaults = new AppSettings(
                    usual.sessionsPerPlatformMax(),
                    usual.sessionsPerUserMax(),
                    usual.onTooManySessions(),
                    config.limits().recallWindowMs(),
                    usual.createUserAtLogin(),
                    true); // the phones on the landing page have no back-end that could make rooms for them
            directory.apps().create(new App(DEMO, "Demo", true, defaults, clock.millis()));
        }
    }

    Core core(Limits limits, Clock clock) {
        Supplier<String> secrets = () -> {
            byte[] bytes = new byte[SECRET_BYTES];
            random.nextBytes(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        };
        return Core.of(new Core.Ports(
                limits,
                clock,
                log,
                directory.apps(),
                directory.users(),
                directory.tokens(),
                storage,
                DIALECTS,
                secrets,
                InstalledHelpers.find(),
                Stores::broken));
    }

    private static Path media(DataFolder folder) {
        return folder.path().resolve("media");
    }

    FolderBlobs blobs() {
        return blobs;
    }

    Files files(Limits limits, Clock clock) throws IOException {
        byte[] key = AddressKey.load(media(folder), random);
        FileAddresses addresses = new FileAddresses(key, clock, limits.fileUrlMs());
        return new Files(limits, clock, blobs, addresses, () -> FileId.random(random));
    }

    private static void broken(Thread thread, Throwable failure) {
        LOG.error("Something broke on thread {}", thread.getName(), failure);
    }

    Path folder() {
        return folder.path();
    }

    Directory directory() {
        return directory;
    }

    /// Reads that wait for a thread.
    int waiting() {
        return storage.getQueue().size();
    }

    void close() throws InterruptedException, IOException {
        StorageThreads.close(storage, PATIENCE);
        log.close();
        directory.close();
        folder.close();
    }
}

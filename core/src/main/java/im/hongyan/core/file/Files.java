package im.hongyan.core.file;

import im.hongyan.core.account.UserKey;
import im.hongyan.core.error.ErrorCode;
import im.hongyan.core.error.Outcome;
import im.hongyan.core.error.Refusal;
import im.hongyan.core.limit.Limits;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Files of users: sending one, finding it again, reading it. Methods block on the store.
///
/// Everyone of an app may read every file of that app whose id they know: ids are told in messages only and cannot
/// be guessed.
public final class Files {
    private final Limits limits;
    private final Clock clock;
    private final Blobs blobs;
    private final FileAddresses addresses;
    private final Supplier<FileId> ids;
    private final UploadRates rates;

    /// @param ids makes ids that nobody can guess
    public Files(Limits limits, Clock clock, Blobs blobs, FileAddresses addresses, Supplier<FileId> ids) {
        this.limits = limits;
        this.clock = clock;
        this.blobs = blobs;
        this.addresses = addresses;
        this.ids = ids;
        this.rates = new UploadRates(limits);
    }

    /// A file with an address to read it at.
    public record Addressed(StoredFile file, FileAddresses.Address address) {}

    /// Begins to take a file of a user who was let in.
    public Outcome<Upload> begin(UserKey owner) {
        Refusal refusal = rates.enter(owner, clock.millis());
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        boolean begun = false;
        try {
            refuseWhenFull();
            FileId id = ids.get();
            Upload upload = new Upload(this, id, owner, blobs.begin(id), limits.fileBytesMax());
            begun = true;
            return Outcome.ok(upload);
        } finally {
            if (!begun) {
                rates.leave(owner);
            }
        }
    }

    void refuseWhenFull() {
        if (blobs.totalBytes() >= limits.filesTotalBytesMax()) {
            throw BlobsUnavailableException.full("all files together have reached files_total_bytes_max");
        }
    }

    void left(UserKey owner) {
        rates.leave(owner);
    }

    long nowMs() {
        return clock.millis();
    }

    Addressed addressed(StoredFile file) {
        return new Addressed(file, addresses.of(file.id()));
    }

    /// A file of the reader's app, with a fresh address.
    public Outcome<Addressed> find(UserKey reader, String id) {
        Optional<StoredFile> found = FileId.isValid(id) ? blobs.find(new FileId(id)) : Optional.empty();
        return found.filter(file -> file.owner().app().equals(reader.app()))
                .map(file -> Outcome.ok(addressed(file)))
                .orElseGet(() -> Outcome.refused(ErrorCode.FILE_UNKNOWN));
    }

    /// Why an address cannot be read, or null. Does not block.
    ///
    /// @param expires what the address says of its end
    /// @param signature what proves that the address is ours
    public @Nullable Refusal checkAddress(String id, @Nullable String expires, @Nullable String signature) {
        return addresses.check(id, expires, signature);
    }

    /// Opens a file whose address was found good.
    public Outcome<Blobs.Blob> open(String id) {
        Optional<Blobs.Blob> blob = FileId.isValid(id) ? blobs.open(new FileId(id)) : Optional.empty();
        return blob.map(Outcome::ok).orElseGet(() -> Outcome.refused(ErrorCode.FILE_UNKNOWN));
    }
}

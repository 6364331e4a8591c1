package im.hongyan.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// The batches that are serialised in Java are what RocksDB itself would make: if a new version changes the form,
/// this fails before any data is written in a form it does not know.
class WriteBatchBytesTest {
    @TempDir
    Path folder;

    @Test
    void itIsByteForByteWhatRocksDbMakes() throws Exception {
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        families.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY));
        for (int i = 1; i <= 200; i++) {
            families.add(new ColumnFamilyDescriptor(("f" + i).getBytes(StandardCharsets.US_ASCII)));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (DBOptions options = new DBOptions().setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
                RocksDB db = RocksDB.open(options, folder.toString(), families, handles);
                WriteBatch theirs = new WriteBatch();
                WriteOptions synced = new WriteOptions().setSync(true)) {
            WriteBatchBytes ours = new WriteBatchBytes(new ByteSink(16, 1 << 20));
            int number = 0;
            for (int family : new int[] {0, 1, 127, 128, 200}) {
                for (int size : new int[] {0, 1, 127, 128, 20_000}) {
                    byte[] prefix = ("prefix" + number).getBytes(StandardCharsets.US_ASCII);
                    byte[] value = new byte[size];
                    Arrays.fill(value, (byte) number);
                    ByteSink sink = new ByteSink(16, 1 << 20);
                    sink.raw(value);
                    ours.put(handles.get(family).getID(), prefix, ++number, sink);
                    theirs.put(handles.get(family), Keys.numbered(prefix, number), value);
                    ours.put(handles.get(family).getID(), prefix, value);
                    theirs.put(handles.get(family), prefix, value);
                }
            }
            assertThat(ours.count()).isEqualTo(theirs.count());
            assertThat(ours.toBytes()).isEqualTo(theirs.data());
            try (WriteBatch read = new WriteBatch(ours.toBytes())) {
                assertThat(read.count()).isEqualTo(50);
                db.write(synced, read);
            }
            byte[] last = ("prefix" + 24).getBytes(StandardCharsets.US_ASCII);
            assertThat(db.get(handles.get(200), Keys.numbered(last, 25)))
                    .hasSize(20_000)
                    .containsOnly(24);
            handles.forEach(ColumnFamilyHandle::close);
        }
    }
}

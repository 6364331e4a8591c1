package im.hongyan.log;

/// A RocksDB write batch in its serialised form, built here so that a batch of thousands of rows costs one call
/// into native code instead of one for each row. The form is that of the write-ahead log and as stable as RocksDB's
/// files:
///
/// ```
/// sequence 8 bytes (0: RocksDB fills it in) · count 4 bytes little endian · records
/// record: tag u8 = 5 (a value in a named column family) · family varint
///         · key length varint, key · value length varint, value
///         or tag u8 = 4 (no value any more) · family varint · key length varint, key
/// ```
///
/// A test compares it with what RocksDB itself makes of the same rows.
final class WriteBatchBytes {
    private static final int HEADER_BYTES = 12;
    private static final int VALUE_IN_COLUMN_FAMILY = 5;
    private static final int VALUE_IN_DEFAULT_FAMILY = 1;
    private static final int NO_VALUE_IN_COLUMN_FAMILY = 4;

    private final ByteSink out;
    private int count;

    WriteBatchBytes(ByteSink out) {
        this.out = out;
        clear();
    }

    void clear() {
        count = 0;
        out.clear();
        out.skip(HEADER_BYTES);
        out.littleEndian64At(0, 0);
    }

    void put(int family, byte[] prefix, long number, ByteSink value) {
        begin(family);
        out.varint(prefix.length + 8L);
        out.raw(prefix);
        out.bigEndian64(number);
        out.varint(value.length());
        out.raw(value);
    }

    void put(int family, byte[] key, byte[] value) {
        begin(family);
        out.sized(key);
        out.sized(value);
    }

    /// Removes a row.
    ///
    /// @param family not the default one
    void delete(int family, byte[] key) {
        out.u8(NO_VALUE_IN_COLUMN_FAMILY);
        out.varint(family);
        out.sized(key);
        count++;
    }

    int count() {
        return count;
    }

    int length() {
        return out.length();
    }

    byte[] toBytes() {
        out.littleEndian32At(8, count);
        return out.toBytes();
    }

    private void begin(int family) {
        if (family == 0) {
            out.u8(VALUE_IN_DEFAULT_FAMILY);
        } else {
            out.u8(VALUE_IN_COLUMN_FAMILY);
            out.varint(family);
        }
        count++;
    }
}

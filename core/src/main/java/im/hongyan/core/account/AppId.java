package im.hongyan.core.account;

/// A tenant's id: 1-32 characters of `a-z 0-9 _ -`, beginning with a letter or digit.
public record AppId(String value) {
    public AppId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not an app id");
        }
    }

    public static boolean isValid(String value) {
        if (value.isEmpty() || value.length() > 32) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean wordly = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!wordly && (i == 0 || (c != '_' && c != '-'))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}

package im.hongyan.testkit.core;

import im.hongyan.core.limit.Limits;
import java.lang.reflect.RecordComponent;
import java.util.Map;

/// The default limits with some of them changed, by name.
final class TightLimits {
    private TightLimits() {}

    static Limits of(Map<String, Object> changed) {
        RecordComponent[] components = Limits.class.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                Object own = changed.get(components[i].getName());
                values[i] = own == null ? components[i].getAccessor().invoke(Limits.DEFAULT) : own;
            }
            return Limits.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}

/** index.d.ts stands alone, so that it can be copied; here it is held against what the code says. */

import type { Platform } from '../../index';
import type * as Kernel from '../../../kernel/types';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const platform: Same<Platform, Kernel.Platform> = true;

export { platform };

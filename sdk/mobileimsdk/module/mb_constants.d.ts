import type { Protocal, ProtocalDraft } from '../index';

export {
  LoginInfo, MBErrorCode, MBKickoutCode, MBProtocalFactory, MBProtocalType, MBSenseMode, MBSocketEvent, PKickoutInfo, PLoginInfo, Protocal, ProtocalDraft,
  createProtocalFactory,
} from '../index';

/* What follows is the SDK's own. */

export function createProtocal(type: number, dataContent: unknown, from: unknown, to: unknown, more?: Partial<Protocal>): Protocal;
export function createUuid(random: () => number): string;
export function packetText(p: ProtocalDraft | Protocal): string;
export function textOf(value: unknown): string | undefined;
export function senseTimes(mode: number): { intervalMs: number; timeoutMs: number };

/** Every limit, with its unit in its name. */
export const LIMITS: Readonly<Record<
  'loginTimeoutMs' | 'reloginEveryMs' | 'keepAliveCheckMs' | 'probeReplyMs' | 'doubtReplyMs' | 'hiddenTrustMs' | 'qosCheckMs' | 'qosFreshMs' | 'qosRetriesMax'
  | 'qosWaitingMax' | 'qosKeptMs' | 'qosSweepMs' | 'qosKeptMax' | 'frameBytesMax', number>>;

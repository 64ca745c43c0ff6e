import type { DeskEvidenceMethods } from '../../../../miniprogram/contract/desk-evidence';
import { exportEvidence } from '../../../usecases/export-evidence';
import { evidenceTimeline, findEvidence } from '../../../usecases/find-evidence';
import type { MethodsOf } from '../method';

/** What the methods of evidence do. */
export const EVIDENCE: MethodsOf<keyof DeskEvidenceMethods> = {
  'evidence.find': async (deps, actor, { text }) => ({ value: await findEvidence(deps, { actor, text }) }),
  'evidence.timeline': async (deps, _actor, params) => {
    const page = await evidenceTimeline(deps, params);
    return page === null ? { refusal: 'ORDER_NOT_FOUND' } : { value: page };
  },
  'evidence.export': async (deps, _actor, params) => {
    const file = await exportEvidence(deps, params);
    return file === null ? { refusal: 'ORDER_NOT_FOUND' } : { value: file };
  },
};

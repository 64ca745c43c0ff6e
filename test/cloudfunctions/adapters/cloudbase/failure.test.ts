import { describe, expect, it } from '@jest/globals';
import { failureKind } from '../../../../cloudfunctions/adapters/cloudbase/failure';

describe('a failed database call', () => {
  it.each([
    ['conflict', { code: 'DATABASE_TRANSACTION_CONFLICT' }],
    // What one SDK layer makes of a conflict: the code is gone, only the text tells.
    [
      'conflict',
      { errCode: -501001, errMsg: '[ResourceUnavailable.TransactionConflict] Transaction is conflict' },
    ],
    ['conflict', { code: 'DATABASE_TRANSACTION_FAIL', message: '[ResourceUnavailable.TransactionNotExist]' }],
    ['duplicate', { code: 'DATABASE_DUPLICATE_WRITE' }],
    // A compound unique violation as it was seen to arrive from the real service.
    [
      'duplicate',
      { errCode: -502001, errMsg: 'DATABASE_REQUEST_FAILED E11000 duplicate key error collection' },
    ],
    ['throttled', { code: 'EXCEED_REQUEST_LIMIT' }],
    ['throttled', { code: 'EXCEED_CONCURRENT_REQUEST_LIMIT' }],
    ['unknown', new Error('ESOCKETTIMEDOUT')],
    ['unknown', Object.assign(new Error('read'), { code: 'ECONNRESET' })],
    ['unknown', new Error('socket hang up')],
    ['unknown', { code: 'DATABASE_TIMEOUT' }],
    ['other', { code: 'DATABASE_COLLECTION_NOT_EXIST' }],
    ['other', { code: 'INVALID_PARAM' }],
    ['other', null],
    ['other', 'text'],
  ] as const)('is of kind %s for %j', (kind, error) => {
    expect(failureKind(error)).toBe(kind);
  });
});

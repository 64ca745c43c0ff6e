import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boundaryOf, formFields } from '../../../simulators/cloudbase/openapi/multipart';
import { openapiCallOf } from '../../../simulators/cloudbase/openapi/open-api-call';
import { bytesField, readMessage } from '../../../simulators/cloudbase/openapi/protobuf';

function form(fields: Readonly<Record<string, Buffer>>, boundary: string): Buffer {
  const parts = Object.entries(fields).map(([name, value]) =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
      value,
      Buffer.from('\r\n'),
    ]),
  );
  return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
}
const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array));

describe('multipart forms', () => {
  it('come apart into the bytes they were made of', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(fc.dictionary(name, bytes, { noNullPrototype: true }), (fields) => {
        const read = formFields(form(fields, '----b0undary'), '----b0undary');
        expect(Object.fromEntries(read)).toEqual(fields);
      }),
    );
  });

  it('are known by their content type', () => {
    expect(boundaryOf('multipart/form-data; boundary=----abc')).toBe('----abc');
    expect(boundaryOf('application/json')).toBeNull();
    expect(boundaryOf(undefined)).toBeNull();
  });
});

describe('protobuf messages', () => {
  it('hold the bytes that were put in', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), bytes)), (fields) => {
        const message = Buffer.concat(fields.map(([id, value]) => bytesField(id, value)));
        expect(readMessage(message).map((field) => [field.id, field.bytes])).toEqual(fields);
      }),
    );
  });

  it('that are cut off or something else are refused, never read', () => {
    fc.assert(
      fc.property(bytes, (garbage) => {
        try {
          for (const { bytes: inner } of readMessage(garbage))
            expect(inner === null || inner.length >= 0).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
    expect(() => readMessage(bytesField(1, Buffer.alloc(300)).subarray(0, 200))).toThrow(RangeError);
  });
});

describe('a call of cloud.openapi', () => {
  it('without its parts is refused', () => {
    const calls = [{}, { apiName: 'a.b' }, { apiName: 'a.b', requestData: '\u0012\u00ff' }];
    for (const fields of calls) {
      const given = new Map(
        Object.entries(fields).map(([name, text]) => [name, Buffer.from(text, 'latin1')]),
      );
      expect(() => openapiCallOf(given)).toThrow(/requestData/);
    }
  });
});

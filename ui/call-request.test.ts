import { describe, expect, test } from 'vitest';
import { buildRequest } from './call-request.ts';

describe('请求地址', () => {
  test('路径参数从输入里取，并且不再进查询串', () => {
    expect(
      buildRequest('GET', '/api/grid/cases/:id/files/:file', { id: 'a/b', file: '甲', page: 2 }),
    ).toEqual({
      url: '/api/grid/cases/a%2Fb/files/%E7%94%B2?page=2',
      body: undefined,
    });
  });

  test('缺路径参数就不发请求', () => {
    expect(() => buildRequest('GET', '/api/grid/cases/:id', {})).toThrow(RangeError);
    expect(() => buildRequest('POST', '/api/grid/cases/:id', { id: '' })).toThrow(RangeError);
  });

  test('数组重复键，日期用 ISO，对象展开，空值省略', () => {
    const { url } = buildRequest('GET', '/api/x', {
      kind: ['a', 'b'],
      from: new Date('2026-11-23T00:00:00Z'),
      where: { area: '341202000000', light: 'red' },
      none: undefined,
      nil: null,
      zero: 0,
      no: false,
    });
    expect(url).toBe(
      '/api/x?kind=a&kind=b&from=2026-11-23T00%3A00%3A00.000Z&where.area=341202000000&where.light=red&zero=0&no=false',
    );
  });

  test('写请求把其余输入放进 JSON', () => {
    expect(buildRequest('POST', '/api/cases/:id/act', { id: '7', version: 3, opinion: '同意' })).toEqual({
      url: '/api/cases/7/act',
      body: '{"version":3,"opinion":"同意"}',
    });
    expect(buildRequest('DELETE', '/api/cases/:id', { id: '7' })).toEqual({
      url: '/api/cases/7',
      body: '{}',
    });
    expect(buildRequest('POST', '/api/access/sign-out', undefined)).toEqual({
      url: '/api/access/sign-out',
      body: undefined,
    });
    expect(buildRequest('POST', '/api/rows', [1, 2])).toEqual({ url: '/api/rows', body: '[1,2]' });
  });
});

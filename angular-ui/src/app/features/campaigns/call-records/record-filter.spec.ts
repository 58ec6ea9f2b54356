import { filterWords, recordFilter, recordQuery } from './record-filter';

describe('the filter of call records', () => {
  it('comes out of an address as it went in', () => {
    const words = {
      result: 'BUSY',
      answeredBy: 'beep',
      phone: '554130000201',
      from: '2026-11-02',
      until: '2026-11-22',
    };
    const filter = recordFilter(words);
    expect(filterWords(filter)).toEqual(words);
    expect(recordQuery(filter, 'c1')).toEqual({
      campaignId: 'c1',
      result: 'BUSY',
      amdMachine: 'beep',
      phone: '554130000201',
      from: new Date(2026, 10, 2).toISOString(),
      until: new Date(2026, 10, 23).toISOString(),
    });
  });

  it('asks for undecided calls as for machines of a kind', () => {
    expect(recordQuery(recordFilter({ answeredBy: 'undecided' }), undefined)).toEqual({
      amdAnsweredBy: 'UNDECIDED',
    });
  });

  it('leaves out what nobody could have chosen', () => {
    const odd = { result: 'ODD', answeredBy: 'robot', phone: '12', from: '2026-02-30', until: 'tomorrow' };
    expect(recordFilter(odd)).toEqual({ result: null, answeredBy: null, phone: '', from: null, until: null });
    expect(recordQuery(recordFilter({}), undefined)).toEqual({});
  });
});

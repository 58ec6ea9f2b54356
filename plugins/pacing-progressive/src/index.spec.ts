import { definitionOf, type PacingStrategy, type PluginHost } from '@marcador/plugin-api';
import { describePacingStrategy } from '@marcador/plugin-testkit';
import fc from 'fast-check';
import plugin from './index.js';

describePacingStrategy('progressive pacing, as a strategy,', { plugin });

const strategy = definitionOf(plugin)?.definition.create({}, {} as PluginHost) as PacingStrategy;

describe('progressive pacing', () => {
  it('begins one call for each unpromised agent', () => {
    expect(
      strategy.callsToBegin({ freeAgents: 5, unpromisedAgents: 3, inFlightCalls: 2, idlePorts: 300 }),
    ).toBe(3);
  });

  it('begins none when every free agent is promised', () => {
    expect(
      strategy.callsToBegin({ freeAgents: 2, unpromisedAgents: 0, inFlightCalls: 2, idlePorts: 300 }),
    ).toBe(0);
  });

  it('never asks for more calls than there are unpromised agents or idle ports, nor for fewer', () => {
    const count = fc.nat(5000);
    fc.assert(
      fc.property(count, count, count, count, (freeAgents, unpromisedAgents, inFlightCalls, idlePorts) => {
        const calls = strategy.callsToBegin({ freeAgents, unpromisedAgents, inFlightCalls, idlePorts });
        expect(calls).toBe(unpromisedAgents < idlePorts ? unpromisedAgents : idlePorts);
      }),
    );
  });
});

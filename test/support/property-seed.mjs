import fc from 'fast-check';

// The same cases each time: a property that fails does so for whoever changed something. Others by PROPERTY_SEED=number.
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });

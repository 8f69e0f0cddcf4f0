//! `demo`: the window on a throwaway inbox, fed by the simulator.

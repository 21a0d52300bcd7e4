// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestations} from "./IAttestations.sol";
import {ICareTeam} from "./ICareTeam.sol";
import {ICharts} from "./ICharts.sol";
import {IKeys} from "./IKeys.sol";
import {IRoles} from "./IRoles.sol";

/// @title Who: roles, charts, keys, attestations, care
interface IRegistry is IRoles, ICharts, IKeys, IAttestations, ICareTeam {
    /// @notice What `Records` needs to know of a chart and an account, in one call.
    /// @param holder The chart's holder, zero if there is no such chart.
    /// @param holderKeyVersion The holder's key version.
    /// @param accountKeyVersion The account's key version.
    /// @param attestationGeneration The account's attestation generation.
    /// @param active Whether the account is an active doctor.
    /// @param assigned Whether the account has a live assignment to the chart at the hospital asked about.
    struct Facts {
        address holder;
        uint32 holderKeyVersion;
        uint32 accountKeyVersion;
        uint32 attestationGeneration;
        bool active;
        bool assigned;
    }

    /// @param hospital The hospital whose assignment matters; zero when none does.
    function factsOf(bytes20 chart, address account, uint32 hospital) external view returns (Facts memory);
}

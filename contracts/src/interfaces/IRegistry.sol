// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Facts} from "../libraries/Facts.sol";
import {IAttestations} from "./IAttestations.sol";
import {ICareTeam} from "./ICareTeam.sol";
import {ICharts} from "./ICharts.sol";
import {IKeys} from "./IKeys.sol";
import {IPausing} from "./IPausing.sol";
import {IRecovery} from "./IRecovery.sol";
import {IRoles} from "./IRoles.sol";
import {ISignedRequests} from "./ISignedRequests.sol";

/// @title Who: roles, charts, keys, attestations, care
interface IRegistry is ISignedRequests, IRoles, IPausing, IKeys, ICharts, IRecovery, IAttestations, ICareTeam {
    /// @notice What `Records` needs to know of a chart and an account, in one call and one word, see `Facts.sol`.
    /// @param hospital The hospital whose assignment matters; zero when none does.
    function facts(bytes20 chart, address account, uint32 hospital) external view returns (Facts);
}

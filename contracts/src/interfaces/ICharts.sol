// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IKeys} from "./IKeys.sol";

/// @title Charts and their holders
/// @notice A chart is a stable id to which reports, consents and assignments belong. Its holder is an account.
///
/// chart = first 20 bytes of keccak256(abi.encode(chain id, this contract, first holder))
///
/// A patient registers alone and nobody can suspend or remove them.
interface ICharts {
    event PatientRegistered(bytes20 indexed chart, address indexed holder);

    error ChartAlreadyRegistered(bytes20 chart, address holder);
    error ChartUnknown(bytes20 chart);
    error ChartNotHolder(address account);

    /// @notice Registers the caller as a patient with a chart of their own and publishes their first key.
    function registerPatient(IKeys.KeyPublication calldata key) external returns (bytes20 chart);

    /// @return The chart `account` holds, zero if none.
    function chartOf(address account) external view returns (bytes20);

    /// @return The account holding `chart`, zero if there is no such chart.
    function holderOf(bytes20 chart) external view returns (address);
}

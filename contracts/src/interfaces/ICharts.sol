// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IKeys} from "./IKeys.sol";

/// @title Charts and their holders
/// @notice A chart is a stable id to which reports, consents and assignments belong. Its holder is an account.
///
/// chart = first 20 bytes of keccak256(abi.encode(chain id, this contract, first holder))
///
/// A patient registers alone and nobody can suspend or remove them. With the chart comes the recovery authoriser, see
/// `IRecovery`. The account that registered never registers again, even after its chart went to a new holder.
interface ICharts {
    event PatientRegistered(bytes20 indexed chart, address indexed holder, address authoriser);
    event SignaturesCancelled(bytes20 indexed chart, address indexed actor, uint32 epoch);

    error ChartAlreadyRegistered(bytes20 chart, address holder);
    error ChartUnknown(bytes20 chart);
    error ChartNotHolder(address account);
    /// @dev A recovery is under way: until it is over, the chart can be narrowed, not widened or changed.
    error ChartFrozen(bytes20 chart);

    /// @notice Registers the caller as a patient with a chart of their own and publishes their first key.
    function registerPatient(IKeys.KeyPublication calldata key, address authoriser) external returns (bytes20 chart);

    /// @notice The same for `holder`, who signed `RegisterPatient`. Anyone may send it.
    function registerPatientFor(
        address holder,
        IKeys.KeyPublication calldata key,
        address authoriser,
        uint64 deadline,
        bytes calldata signature
    ) external returns (bytes20 chart);

    /// @notice The caller, a patient, makes everything void that was signed for their chart and not sent yet.
    function cancelSignatures() external;

    /// @return The chart `account` holds, zero if none.
    function chartOf(address account) external view returns (bytes20);

    /// @return The account holding `chart`, zero if there is no such chart.
    function holderOf(bytes20 chart) external view returns (address);

    /// @notice Who controls a chart now.
    /// @return holder Zero if there is no such chart.
    /// @return signatureEpoch What every signature for the chart binds.
    /// @return frozen Whether a recovery is under way.
    function whoControls(bytes20 chart) external view returns (address holder, uint32 signatureEpoch, bool frozen);
}
